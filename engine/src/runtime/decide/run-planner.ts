/** Runs a planner and collects its refusals, so that the claim gets all of them at once. */
import type { Refusal, Refuse } from '../../authoring/planner.ts';
import { stuck } from './refusal.ts';

/** The result of a planner. */
export interface Planned<P> {
  /** Undefined if a new claim is refused. */
  readonly plan: P | undefined;
  readonly refusals: readonly Refusal[];
}

/**
 * Runs a planner. A new claim with any refusal gets no plan. An existing claim continues with the value that a refusal keeps. If one keeps
 * none, this throws `Refused`, and Crossplane leaves everything as it is.
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
    // A planner may throw because a refusal without a value to keep returned undefined.
    if (!isStuck()) throw error;
    return unplanned(refusals, isNew);
  }
  return isStuck() ? unplanned(refusals, isNew) : { plan: decided, refusals };
}

function unplanned(refusals: readonly Refusal[], isNew: boolean): { plan: undefined; refusals: readonly Refusal[] } {
  if (!isNew) throw stuck(refusals);
  return { plan: undefined, refusals };
}
