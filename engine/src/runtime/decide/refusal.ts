/** Refused requests, as errors and as messages. */
import type { Refusal } from '../../authoring/planner.ts';
import { UserError } from '../../errors.ts';
import { refusalText } from '../../schema/limits/limit.ts';

/** The error for an existing claim that cannot continue, since a refused field has no value in use. */
export class Refused extends UserError {}

/** The error for an existing claim with these refusals. */
export function stuck(refusals: readonly Refusal[]): Refused {
  return new Refused(`${refusalMessage(refusals)}; everything stays as it is until then`);
}

/** The refusals as one message: which field, why, and who can change that. */
export function refusalMessage(refusals: readonly Refusal[]): string {
  return refusals
    .map(({ path, why, who, remedy, keep, unit = '' }) => {
      const inUse = typeof keep === 'string' || typeof keep === 'number' ? ` (${keep}${unit} stays in use)` : '';
      const { before, after } = refusalText({ path, who, remedy });
      return `${before}${why}${inUse}${after}`;
    })
    .join('; ');
}
