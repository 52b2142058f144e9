/** Which target a claim is on: decided once, by its Composition. */
import { UserError } from '../errors.ts';
import type { State } from '@crossplane-org/function-sdk-typescript';
import { observe } from './observation.ts';
import type { AnyTarget } from './target.ts';

/**
 * The name of the claim's target: the recorded one, else the one whose kinds are what exists of the claim (its status was lost), else
 * the one that the step's input gives. Throws a `UserError` for a target that this function does not know.
 */
export function chooseTarget(
  targets: Readonly<Record<string, AnyTarget>>,
  {
    recorded,
    given,
    observed,
    kind,
  }: { recorded: string | undefined; given: string; observed: State | undefined; kind: string },
): string {
  const name = recorded ?? recovered(targets, given, observed) ?? given;
  if (Object.hasOwn(targets, name)) return name;
  const known = Object.keys(targets).join(', ');
  throw new UserError(
    recorded === undefined
      ? `the step of the Composition asks for target ${name}, and ${kind} is known on ${known}`
      : `this ${kind} was made on target ${name}, and this release knows only ${known}: the platform team must go back to a release that has it`,
  );
}

/** The one target that explains more of what exists than any other; undefined when that is the given one, or when it is not certain. */
function recovered(
  targets: Readonly<Record<string, AnyTarget>>,
  given: string,
  observed: State | undefined,
): string | undefined {
  if (Object.keys(observed?.resources ?? {}).length === 0) return undefined;
  const explained = Object.entries(targets).map(([name, { resources }]) => ({
    name,
    size: observe(resources, observed).size,
  }));
  const most = Math.max(...explained.map(({ size }) => size));
  const best = explained.filter(({ size }) => size === most);
  return best.length === 1 && best[0]?.name !== given ? best[0]?.name : undefined;
}
