/** Judges the names of a new platform as its definition will be judged, by the options that give them. */
import { UserError } from '../errors.ts';
import { perTarget } from '../platform/package.ts';
import { platformProblems } from '../platform/problems.ts';
import { api, object } from '../schema/index.ts';
import { targetIssues } from '../schema/review/api.ts';
import type { NewPlatform } from './platform-files.ts';

type Names = Pick<NewPlatform, 'name' | 'group' | 'registry' | 'targets'>;

/** Names that are fine: beside them, whatever is wrong is the fault of one option. */
const fine: Names = {
  name: 'platform',
  group: 'platform.example.org',
  registry: 'registry.example.org/platform',
  targets: ['local'],
};

/** Throws a `UserError` that says which options must be given otherwise. */
export function insistOnNames(named: Names): void {
  const faults = [
    ...(['name', 'group', 'registry'] as const).flatMap((option) => {
      const [problem] = problemsOf({ ...fine, [option]: named[option] });
      return problem === undefined ? [] : [{ option, problem }];
    }),
    ...targetIssues({ targets: named.targets, plural: 'probes' }).map(({ message }) => ({
      option: 'targets',
      problem: `targets: ${message}`,
    })),
  ];
  if (faults.length > 0) throw refusal(faults);
  const [problem] = problemsOf(named);
  if (problem !== undefined) throw refusal(['name', 'registry'].map((option) => ({ option, problem })));
}

function refusal(faults: readonly { readonly option: string; readonly problem: string }[]): UserError {
  const problems = new Set(faults.map(({ problem }) => problem));
  const options = new Set(faults.map(({ option }) => `--${option}`));
  return new UserError(`the platform cannot be begun: ${[...problems].join('; ')}`, {
    hint: `give another ${[...options].join(' and ')}`,
  });
}

function problemsOf({ name, group, registry, targets }: Names): readonly string[] {
  const nothing = () => Promise.reject(new Error('a probe loads nothing'));
  const probe = api({
    kind: 'Probe',
    description: 'A probe.',
    targets: targets as [string, ...string[]],
    spec: object({}),
    recorded: object({}),
    status: object({}),
    secret: {},
  });
  return platformProblems({
    name,
    group,
    registry,
    crossplane: '>=v2.4.0',
    version: '0.1.0',
    apis: { probe },
    compositions: nothing,
    functions: nothing,
    packages: perTarget(name, [...targets]),
  });
}
