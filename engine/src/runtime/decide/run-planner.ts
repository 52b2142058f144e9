/** Runs a planner and gathers all that it refuses, so that the claim reads everything at once. */
import type { Refusal, Refuse } from '../../authoring/planner.ts';
import { refusalMessage, Refused } from './refusal.ts';

/** A planner's decisions; no plan if a new claim is refused. */
export interface Planned<P> {
  readonly plan: P | undefined;
  readonly refusals: readonly Refusal[];
}

/**
 * Runs a planner. A new claim with any refusal gets no plan. An existing claim goes on with what each refusal keeps; this throws
 * `Refused` if one keeps nothing, and Crossplane then leaves everything as it is.
 */
export function runPlanner<P>(plan: (refuse: Refuse) => P, isNew: boolean): Planned<P> {
  const refusals: Refusal[] = [];
  const refuse: Refuse = (refusal) => {
    refusals.push(refusal);
    return refusal.keep as never;
  };
  const isStuck = () => refusals.length > 0 && (isNew || refusals.some(({ keep }) => keep === undefined));
  let decided: P;
  try {
    decided = plan(refuse);
  } catch (error) {
    // A planner may trip over a value that was refused and had nothing to keep.
    if (!isStuck()) throw error;
    return stuck(refusals, isNew);
  }
  return isStuck() ? stuck(refusals, isNew) : { plan: decided, refusals };
}

function stuck(refusals: readonly Refusal[], isNew: boolean): { plan: undefined; refusals: readonly Refusal[] } {
  if (!isNew) throw new Refused(`${refusalMessage(refusals)}; everything stays as it is until then`);
  return { plan: undefined, refusals };
}
