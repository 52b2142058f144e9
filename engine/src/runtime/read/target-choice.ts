/** The target of a claim: its first Composition decides, and the status records it. */
import { UserError } from '../../errors.ts';
import type { State } from '@crossplane-org/function-sdk-typescript';
import { secretKey } from '../../authoring/declaration.ts';
import { observe } from './observation.ts';
import type { AnyTarget } from '../../authoring/target.ts';

/**
 * The name of the claim's target: the recorded one; if the status was lost, the one that explains the existing resources; otherwise the one
 * of the step's input. A target explains a resource if it declares that key and kind.
 *
 * Throws a `UserError` for an unknown target. It also throws if the recorded target explains no existing resource and another one does: a
 * wrong status could otherwise delete all of them.
 */
export function chooseTarget(
  targets: Readonly<Record<string, AnyTarget>>,
  {
    recorded,
    requested,
    observed,
    kind,
  }: { recorded: string | undefined; requested: string; observed: State | undefined; kind: string },
): string {
  const name = recorded ?? recovered(targets, requested, observed) ?? requested;
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

/** The target that explains more existing resources than any other; undefined if that is the requested one, or if two explain as many. */
function recovered(
  targets: Readonly<Record<string, AnyTarget>>,
  requested: string,
  observed: State | undefined,
): string | undefined {
  if (Object.keys(observed?.resources ?? {}).length === 0) return undefined;
  const explained = Object.entries(targets).map(([name, target]) => ({ name, size: explainedBy(target, observed) }));
  const most = Math.max(...explained.map(({ size }) => size));
  const best = explained.filter(({ size }) => size === most);
  return best.length === 1 && best[0]?.name !== requested ? best[0]?.name : undefined;
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
function explainedBy({ resources }: AnyTarget, observed: State | undefined): number {
  const observation = observe(resources, observed);
  return observation.size - (observation.object(secretKey) === undefined ? 0 : 1);
}
