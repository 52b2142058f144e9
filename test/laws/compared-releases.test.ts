/** The platform compared with itself, and with releases that have one change in every API on every target. */
import { type AnyFunctions, none } from 'planesmith/authoring';
import { aboutRelease, cellsOf, compareReleases, fieldsIn, settler } from 'planesmith/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { cells as places, environmentNames, type Loose } from '../fixtures.ts';

type AnyTarget = AnyFunctions[string]['targets'][string];
type Settle = Awaited<ReturnType<typeof settler>>;
type Findings = Awaited<ReturnType<typeof compareReleases>>;

const environments = Object.fromEntries(environmentNames.map((name) => [name, environmentConfig(name)]));
const examples = Object.entries(platform.apis).map(([key, { scope }]) => {
  const claim = example(`${key}.yaml`);
  const place = scope === 'Namespaced' ? { namespace: 'team-a' } : {};
  return { ...claim, metadata: { ...claim.metadata, ...place } };
});

/** A release of the platform in which every target is changed. */
async function released(change: (target: AnyTarget) => AnyTarget): Promise<typeof platform> {
  const functions = await platform.loadFunctions();
  const changed = Object.entries(functions).map(([key, { planner, targets }]) => {
    const all = Object.entries(targets).map(([name, target]) => [name, change(target)]);
    return [key, { planner, targets: Object.fromEntries(all) as typeof targets }];
  });
  return { ...platform, loadFunctions: async () => Object.fromEntries(changed) as AnyFunctions };
}

const aboutOf = (release: typeof platform) =>
  aboutRelease(
    release,
    examples.map(({ ...claim }) => claim),
  );
const aboutPlatform = await aboutOf(platform);
const settle = await settler(platform, { environments });
const settled = new Map<string, ReturnType<Settle>>();

/** What the platform makes of a cell. Every release is asked about the same examples, so each is settled once. */
function before(cell: Parameters<Settle>[0]): ReturnType<Settle> {
  const key = JSON.stringify(cell);
  const known = settled.get(key) ?? settle(cell);
  settled.set(key, known);
  return known;
}

/** The findings between the platform and a release, over the examples and what is generated from them. */
async function findingsWith(
  now: typeof platform,
  generatesMore: boolean,
): Promise<{ findings: Findings; asked: number }> {
  const abouts = [aboutPlatform, await aboutOf(now)];
  const cells = cellsOf(
    generatesMore ? abouts : abouts.map((about) => ({ ...about, generated: [] })),
    examples.map((claim) => ({ claim })),
    generatesMore ? environmentNames : ['dev'],
  );
  const after = await settler(now, { environments });
  const findings = await compareReleases({
    cells,
    before,
    after,
    fieldsOf: fieldsIn(...abouts),
    isAnewToo: true,
  });
  return { findings, asked: cells.length };
}

const changedBy = (mutate: (resources: Loose, target: AnyTarget, context: Loose) => Loose) => (target: AnyTarget) => ({
  ...target,
  compose: (context: never) => {
    const result = target.compose(context);
    return { ...result, resources: mutate(result.resources, target, context) as typeof result.resources };
  },
});

const isSingle = (resource: Loose | undefined): resource is Loose => resource?.['model'] !== undefined;
const isMain = (declaration: Loose | undefined) => declaration?.['role'] === 'main';
const withDesired = (resource: Loose, desired: (now: Loose) => Loose) => ({
  ...resource,
  desired: desired(resource['desired'] as Loose),
});

/** The last single resource beside the main one: others wait for the first ones. */
const chosenIn = (resources: Loose, target: AnyTarget): string | undefined =>
  Object.keys(resources).findLast((key) => isSingle(resources[key]) && !isMain(target.resources[key]));

/** The resources with another one in place of the chosen one. */
const inPlace = (of: (resource: Loose) => Loose) => (resources: Loose, target: AnyTarget) => {
  const key = chosenIn(resources, target);
  return key === undefined ? resources : { ...resources, [key]: of(resources[key] as Loose) };
};

/** The resource with another text in each immutable field that it has. */
function movedElsewhere(resource: Loose): Loose {
  const paths = ((resource['model'] as Loose)['immutable'] ?? []) as readonly string[];
  return withDesired(resource, (desired) => paths.reduce((object, path) => otherAt(object, path.split('.')), desired));
}

function otherAt(object: Loose, [step = '', ...rest]: readonly string[]): Loose {
  const value: unknown = object[step];
  if (rest.length === 0)
    return typeof value === 'string' ? { ...object, [step]: value.replace(/(-elsewhere)?$/, '-elsewhere') } : object;
  return typeof value === 'object' && value !== null ? { ...object, [step]: otherAt(value as Loose, rest) } : object;
}

test('the platform changes nothing in what it made, of examples and of generated claims', async () => {
  const { findings, asked } = await findingsWith(platform, true);
  expect(findings).toEqual([]);
  expect(asked).toBeGreaterThan(600);
});

describe.each<{ reason: string; change: (target: AnyTarget) => AnyTarget; rules: string[]; least: number }>([
  {
    reason: 'has another value in an object',
    change: changedBy(
      inPlace((resource) =>
        withDesired(resource, (desired) => ({
          ...desired,
          metadata: { ...desired['metadata'], annotations: { ...desired['metadata']?.annotations, new: 'yes' } },
        })),
      ),
    ),
    rules: ['object-changed'],
    least: 30,
  },
  {
    reason: 'composes an object no more',
    change: changedBy(inPlace(() => none('this release has no use for it'))),
    rules: ['object-deleted', 'object-orphaned', 'deletion-changed'],
    least: 30,
  },
  {
    reason: 'calls an object otherwise',
    change: (target) => {
      const keys = Object.keys(target.resources).filter((key) => !isMain(target.resources[key] as Loose));
      const renamed = Object.fromEntries(
        keys.map((key) => [`new-${key}`, target.resources[key]]),
      ) as typeof target.resources;
      const mutated = changedBy((resources, { resources: declared }) => {
        const key = chosenIn(resources, { ...target, resources: declared });
        const rest = Object.fromEntries(keys.map((other) => [`new-${other}`, none('it has its old key')]));
        if (key === undefined) return { ...resources, ...rest };
        return {
          ...resources,
          ...rest,
          [key]: none('renamed'),
          [`new-${key}`]: { ...(resources[key] as Loose), after: [] },
        };
      })(target);
      return { ...mutated, resources: { ...target.resources, ...renamed } };
    },
    rules: ['second-object'],
    least: 30,
  },
  {
    reason: 'gives an object another external name',
    change: changedBy(
      inPlace((resource) =>
        withDesired(resource, (desired) => ({
          ...desired,
          metadata: { ...desired['metadata'], annotations: { 'crossplane.io/external-name': 'another' } },
        })),
      ),
    ),
    rules: ['second-object'],
    least: 30,
  },
  {
    reason: 'changes immutable fields',
    change: changedBy((resources) =>
      Object.fromEntries(
        Object.entries(resources).map(([key, resource]) => [
          key,
          isSingle(resource) ? movedElsewhere(resource) : resource,
        ]),
      ),
    ),
    // Some functions see for themselves that they are asked to move what exists.
    rules: ['object-refused', 'claim-failed'],
    least: 20,
  },
  {
    reason: 'deletes otherwise',
    change: changedBy(
      inPlace((resource) =>
        withDesired(resource, (desired) => ({
          ...desired,
          spec: { ...desired['spec'], managementPolicies: ['Observe'] },
        })),
      ),
    ),
    rules: ['deletion-changed'],
    least: 30,
  },
  {
    reason: 'throws for what exists',
    change: changedBy((resources, _, { observed }) => {
      if (Object.values(observed as Loose).some((object) => (object as Loose | undefined)?.['kind'] !== undefined))
        throw new TypeError('a new fact');
      return resources;
    }),
    rules: ['claim-failed'],
    least: 30,
  },
  {
    reason: 'changes an object in every pass',
    change: (target) => {
      let calls = 0;
      return changedBy(
        inPlace((resource) =>
          withDesired(resource, (desired) => ({
            ...desired,
            metadata: { ...desired['metadata'], annotations: { calls: `${(calls += 1)}` } },
          })),
        ),
      )(target);
    },
    rules: ['claim-not-settled'],
    least: 30,
  },
])('a release that $reason', ({ change, rules, least }) => {
  let findings: Findings;
  beforeAll(async () => {
    ({ findings } = await findingsWith(await released(change), false));
  });

  test('is found on every API and target that it changes', () => {
    const others = findings.filter(({ rule }) => !rules.includes(rule));
    expect(others.map(({ rule, place, message }) => `${rule} ${place}: ${message}`)).toEqual([]);
    const found = new Set(findings.map(({ place }) => place.split(':')[0]));
    expect(found.size).toBeGreaterThanOrEqual(least);
    expect(found.size).toBeLessThanOrEqual(places.length);
  });
});
