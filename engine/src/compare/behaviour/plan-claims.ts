/** What a release does to claims that exist, as a release in use made them, as a cluster has them, or both. */
import type { Finding } from '../finding.ts';
import { type AboutRelease, fieldsIn } from './about.ts';
import { compareReleases, type Settling } from './compare-releases.ts';
import { asWritten, type LiveStates } from './live.ts';
import { type Cell, isState, placeOf, titleOf } from './settled.ts';

/** A release that can be asked about claims. */
export interface AskedRelease {
  readonly about: AboutRelease;
  /** Rejects with a `UserError` if the release cannot be asked any more. */
  readonly settle: Settling;
}

/** Claims, and what is known about them. At least one of `before` and `live` is given. */
export interface ClaimsToPlan {
  readonly cells: readonly Cell[];
  /** The release in use. */
  readonly before?: AskedRelease | undefined;
  /** The one that takes over. */
  readonly now: AskedRelease;
  /** What the cluster has. Without `before`, it has each of the claims. */
  readonly live?: LiveStates | undefined;
}

/** What happens to claims. */
export interface PlannedClaims {
  readonly findings: readonly Finding[];
  /** The claims that the release in use refuses, each in a sentence: nothing of them can change. */
  readonly unserved: readonly string[];
}

/** Plans claims. Rejects with a `UserError` if a dump has only a part of one. */
export async function planClaims({ cells, before, now, live }: ClaimsToPlan): Promise<PlannedClaims> {
  const unserved: string[] = [];
  const findings = await compareReleases({
    cells,
    before: async (cell) => {
      const state = live?.(cell.claim);
      const old = await (before === undefined ? { ...placeOf(cell), outcome: state! } : before.settle(cell, state));
      if (!isState(old.outcome)) unserved.push(`${cell.claim.kind} ${titleOf(cell.claim)}: ${old.outcome.refusal}`);
      return old;
    },
    after: (cell, from) => now.settle(cell, live?.(cell.claim) ?? from),
    fieldsOf: fieldsIn(...(before === undefined ? [now.about] : [before.about, now.about])),
    ...(before === undefined && { counted: asWritten }),
  });
  return { findings, unserved };
}
