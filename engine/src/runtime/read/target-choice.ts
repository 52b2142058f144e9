/** The target of a claim: the environment or its first Composition decides, and the status records it. */
import { UserError } from '../../errors.ts';
import type { Resources, State } from '@crossplane-org/function-sdk-typescript';
import { secretKey } from '../../authoring/declaration.ts';
import { Incapable } from '../../authoring/incapable.ts';
import type { StepInput } from './input.ts';
import { observe } from './observation.ts';
import { presentOf } from './refactored.ts';
import type { AnyTarget } from '../../authoring/target.ts';
import type { AnyApi } from '../../schema/index.ts';

/** What decides on a claim's target. */
interface Choice {
  readonly recorded: string | undefined;
  readonly input: StepInput;
  readonly observed: State | undefined;
  readonly api: Pick<AnyApi, 'kind' | 'plural'>;
  /** The EnvironmentConfig. */
  readonly config: Resources | undefined;
}

/**
 * The name of the claim's target: the recorded one; if the status was lost, the one that explains the existing resources; for a new claim
 * the one that the environment gives to its kind; otherwise the one of the step's input. A target explains a resource if it declares that
 * key and kind.
 *
 * Throws a `UserError` for an unknown target. It also throws if the recorded target explains no existing resource and another one does: a
 * wrong status could otherwise delete all of them.
 */
export function chooseTarget(targets: Readonly<Record<string, AnyTarget>>, choice: Choice): string {
  const { recorded, observed } = choice;
  const { kind } = choice.api;
  const name = recorded ?? unrecorded(targets, choice);
  if (Object.hasOwn(targets, name)) {
    const origin = recorded === undefined ? undefined : strangerTo(recorded, targets, observed);
    if (origin === undefined) return name;
    throw new UserError(
      `status.target says ${name}, and what exists was made on target ${origin}: the platform team must write ${origin} back into the status`,
    );
  }
  const known = Object.keys(targets).join(', ');
  throw new UserError(
    recorded === undefined
      ? `the step of the Composition asks for target ${name}, and ${kind} is known on ${known}`
      : `this ${kind} was made on target ${name}, and this release knows only ${known}: the platform team must go back to a release that has it`,
  );
}

/** The target that explains most of what exists. Of several, or if nothing exists, the environment's, or else that of the Composition. */
function unrecorded(targets: Readonly<Record<string, AnyTarget>>, choice: Choice): string {
  const explained = Object.entries(targets).map(([name, target]) => ({
    name,
    size: explainedBy(target, choice.observed),
  }));
  const most = Math.max(...explained.map(({ size }) => size));
  const best = explained.filter(({ size }) => size === most).map(({ name }) => name);
  const [only] = best;
  if (most > 0 && best.length === 1 && only !== undefined) return only;
  const preferred = preferredTarget(choice);
  const isPossible = preferred !== undefined && (most === 0 || best.includes(preferred));
  return isPossible ? preferred : choice.input.target;
}

/**
 * The target that the environment gives to new claims of a kind, by its field `targets` (schema/vocabulary.ts). Only the default Composition
 * of a package with several targets leaves the choice to it: any other Composition was chosen by an administrator.
 */
function preferredTarget({ input: { targets, platform }, api: { plural }, config }: Choice): string | undefined {
  if (targets === undefined) return undefined;
  const data = config?.items[0]?.resource?.['data'] as
    { readonly targets?: Readonly<Record<string, string>> } | undefined;
  const { [plural]: ofKind, default: ofOthers } = data?.targets ?? {};
  if (ofKind === undefined) return ofOthers !== undefined && targets.includes(ofOthers) ? ofOthers : undefined;
  if (targets.includes(ofKind)) return ofKind;
  throw new Incapable(
    `EnvironmentConfig ${platform} says in data.targets.${plural} that new claims get the target ${ofKind}, and this package has ${targets.join(', ')}; the platform team must correct it`,
  );
}

/** Another target that explains an existing resource, if `recorded` explains none. */
function strangerTo(
  recorded: string,
  targets: Readonly<Record<string, AnyTarget>>,
  observed: State | undefined,
): string | undefined {
  const explains = ([, target]: [string, AnyTarget]) => explainedBy(target, observed) > 0;
  const all = Object.entries(targets);
  if (all.some((entry) => entry[0] === recorded && explains(entry))) return undefined;
  return all.find(explains)?.[0];
}

/** The number of existing resources that a target explains, without the connection Secret, which all targets have. */
function explainedBy(target: AnyTarget, observed: State | undefined): number {
  if (Object.keys(observed?.resources ?? {}).length === 0) return 0;
  const observation = observe(target.resources, presentOf(target, observed).observed);
  return observation.size - (observation.object(secretKey) === undefined ? 0 : 1);
}
