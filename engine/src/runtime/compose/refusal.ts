/** What cannot be granted: gathered while planning, told all at once. */
import { UserError } from '../../errors.ts';
import type { Refusal, Refuse } from '../../authoring/planner.ts';

/** A request that cannot be granted, of a claim that has nothing to go on with. */
export class Refused extends UserError {}

/** A planner's decisions, or why there are none. */
export type Decision<P> =
  | { readonly plan: P; readonly refusals: readonly Refusal[] }
  | { readonly plan: undefined; readonly refusals: readonly Refusal[] };

/**
 * Runs a planner. A new claim with any refusal gets no plan; an existing one goes on with what each refusal keeps, and throws
 * `Refused` where one keeps nothing: Crossplane then leaves everything as it is.
 */
export function decide<P>(plan: (refuse: Refuse) => P, isNew: boolean): Decision<P> {
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
  if (!isNew) throw new Refused(`${told(refusals)}; everything stays as it is until then`);
  return { plan: undefined, refusals };
}

/** The refusals in the claim's words: what, why, who acts. */
export function told(refusals: readonly Refusal[]): string {
  return refusals
    .map(({ path, why, who, keep, unit = '' }) => {
      const kept = typeof keep === 'string' || typeof keep === 'number' ? ` (${keep}${unit} stays in use)` : '';
      return `${path}: ${why}${kept}; change it in the claim${who === undefined ? '' : `, or ask ${who}`}`;
    })
    .join('; ');
}
