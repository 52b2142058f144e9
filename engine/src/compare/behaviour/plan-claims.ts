/** What a release does to claims that exist, as a release in use made them, as a cluster has them, or both. */
import type { Finding } from '../finding.ts';
import { type AboutRelease, fieldsIn } from './about.ts';
import { compareReleases, type Settling } from './compare-releases.ts';
import { asWritten, type LiveStates } from './live.ts';
import { type Cell, isState, placeOf, type Settled } from './settled.ts';

/** A release that can be asked about claims. */
export interface AskedRelease {
  /** Rejects with a `UserError` if the release cannot be asked. */
  readonly about: AboutRelease | Promise<AboutRelease>;
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
  const abouts = await Promise.all([before, now].flatMap((release) => release?.about ?? []));
  const unserved: string[] = [];
  const refused = ({ kind, claim, outcome }: Settled): string[] =>
    isState(outcome) ? [] : [`${kind} ${claim}: ${outcome.refusal}`];
  /** Live claims whose answer is the dump, with that of the release in use if it was asked. */
  const dumped = new WeakMap<Settled, Settled | undefined>();
  const findings = await compareReleases({
    cells,
    before: async (cell) => {
      const state = live?.(cell.claim);
      const answer = await before?.settle(cell, state);
      if (answer !== undefined && (state === undefined || isState(answer.outcome))) {
        unserved.push(...refused(answer));
        return answer;
      }
      // The objects of a live claim exist, whatever the release in use would say of it today.
      const stored = { ...placeOf(cell), outcome: state! };
      dumped.set(stored, answer);
      return stored;
    },
    after: (cell, from) => now.settle(cell, live?.(cell.claim) ?? from),
    fieldsOf: fieldsIn(...abouts),
    counted: (old, next) => {
      const answer = dumped.get(old);
      if (answer === undefined || isState(next.outcome)) return dumped.has(old) ? asWritten(old, next) : old;
      unserved.push(...refused(answer));
      return answer;
    },
  });
  return { findings, unserved };
}
