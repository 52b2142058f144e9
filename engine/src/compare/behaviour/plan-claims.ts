/** What a release does to claims that exist, as a release in use made them, as a cluster has them, or both. */
import type { Finding } from '../finding.ts';
import { type AboutRelease, fieldsIn, withConverted } from './about.ts';
import { compareReleases, type Settling } from './compare-releases.ts';
import { asWritten, type LiveStates } from './live.ts';
import { type Cell, isState, isUntouched, placeOf, type Settled, type SettledState } from './settled.ts';

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
  /** How many claims the release that takes over rewrites: they are planned as they are and, with `(converted)` behind the name, as they become. */
  readonly converted: number;
}

/** Plans claims. Rejects with a `UserError` if a dump has only a part of one. */
export async function planClaims({ cells, before, now, live }: ClaimsToPlan): Promise<PlannedClaims> {
  const [about, ...older] = await Promise.all([now.about, ...(before === undefined ? [] : [before.about])]);
  const unserved: string[] = [];
  let converted = 0;
  const tellRefused = ({ kind, claim, outcome, isConverted }: Settled) => {
    if (!isState(outcome) && isConverted !== true) unserved.push(`${kind} ${claim}: ${outcome.refusal}`);
  };
  /** Live claims whose answer is the dump, with that of the release in use if it was asked. */
  const dumped = new WeakMap<Settled, Settled | undefined>();
  const findings = await compareReleases({
    cells: withConverted(cells, about),
    before: async (cell) => {
      const state = live?.(cell.claim);
      const answer = await askedAsWritten(before, cell, state);
      if (answer !== undefined && (state === undefined || isState(answer.outcome))) {
        tellRefused(answer);
        return answer;
      }
      // The objects of a live claim exist, whatever the release in use would say of it today.
      const stored = { ...placeOf(cell), outcome: state! };
      dumped.set(stored, answer);
      return stored;
    },
    after: (cell, from) => now.settle(cell, live?.(cell.claim) ?? from),
    fieldsOf: fieldsIn(...older, about),
    counted: (old, next) => {
      if (isUntouched(next)) return undefined;
      if (next.isRewritten === true) converted += 1;
      const answer = dumped.get(old);
      if (answer === undefined || isState(next.outcome)) return dumped.has(old) ? asWritten(old, next) : old;
      tellRefused(answer);
      return answer;
    },
  });
  return { findings, unserved, converted };
}

/** What the release in use makes of the claim as it is written: only the one that takes over converts it. */
async function askedAsWritten(
  release: AskedRelease | undefined,
  { converted, ...written }: Cell,
  state: SettledState | undefined,
): Promise<Settled | undefined> {
  const answer = await release?.settle(written, state);
  if (answer === undefined || converted !== true) return answer;
  return { ...answer, ...placeOf({ ...written, converted }) };
}
