/** What cannot be granted, and how the claim reads it. */
import type { Refusal } from '../../authoring/planner.ts';
import { UserError } from '../../errors.ts';

/** A request that cannot be granted, of a claim that has nothing to go on with. */
export class Refused extends UserError {}

/** The refusals in the claim's words: what, why, who acts. */
export function refusalMessage(refusals: readonly Refusal[]): string {
  return refusals
    .map(({ path, why, who, keep, unit = '' }) => {
      const inUse = typeof keep === 'string' || typeof keep === 'number' ? ` (${keep}${unit} stays in use)` : '';
      return `${path}: ${why}${inUse}; change it in the claim${who === undefined ? '' : `, or ask ${who}`}`;
    })
    .join('; ');
}
