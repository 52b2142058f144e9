/** Says which claims a dump of a cluster has, for commands that look at both. */
import type { LiveStates } from '../compare/behaviour/live.ts';
import { UserError } from '../errors.ts';
import type { KubernetesObject } from '../render/index.ts';
import { tell } from './session.ts';

interface Dump {
  /** The file or folder. */
  readonly name: string;
  readonly live: LiveStates;
  /** Where the claims are from. */
  readonly paths: readonly string[];
}

/** The claims that the dump has. Throws a `UserError` if it has none of them: it is of another cluster. */
export function dumpedClaims<T extends { readonly claim: KubernetesObject }>(
  claims: readonly T[],
  { name, live, paths }: Dump,
): readonly T[] {
  const known = claims.filter(({ claim }) => live(claim) !== undefined);
  if (known.length > 0) return known;
  throw new UserError(`${name} has none of the claims in ${paths.join(', ')}`, {
    hint: 'dump their kinds and what they compose, from the cluster that has them',
  });
}

/** Says on stderr how many claims the dump `name` lacks. */
export function tellNew(count: number, name: string): void {
  if (count === 1) tell(`1 claim is not in ${name}, so it is new`);
  if (count > 1) tell(`${count} claims are not in ${name}, so they are new`);
}
