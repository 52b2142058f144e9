/** What a cluster serves: the target of each kind, for commands about the claims of one cluster. */
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { targetOf } from '../preview/claim-cluster.ts';
import { nearest } from '../schema/index.ts';

/**
 * The target of each kind in a cluster with the target `asked`, or with the first package; undefined for a kind that is not there. Throws a `UserError` for a
 * target that no API has: nothing would be looked at.
 */
export function clusterTargets(platform: Platform, asked: string | undefined): ReadonlyMap<string, string | undefined> {
  const apis = Object.entries(platform.apis);
  const targets = [...new Set(apis.flatMap(([, api]) => api.targets))].toSorted();
  if (asked !== undefined && !targets.includes(asked)) {
    const meant = nearest(asked, targets);
    throw new UserError(`no API has the target ${asked}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
      hint: `the targets are ${targets.join(', ')}`,
    });
  }
  return new Map(apis.map(([key, { kind }]) => [kind, targetOf(platform, key, asked)]));
}
