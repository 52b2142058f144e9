/** A sample of the install bundle, filled in as its reader does: every made-up value that no sample can guess is replaced. */
import type { Loose } from '../fixtures.ts';

const placeholder = 'CHANGE-ME';

/** The sample with the values of `real` wherever it has a placeholder. Maps and lists with one are replaced as a whole. */
export function filledIn(sample: unknown, real: unknown): unknown {
  if (sample === placeholder) return real;
  if (Array.isArray(sample)) return hasPlaceholder(sample) ? real : sample;
  if (typeof sample !== 'object' || sample === null) return sample;
  // The keys of a map are made up, too.
  if (placeholder in sample) return real;
  return Object.fromEntries(
    Object.entries(sample).map(([name, value]) => [name, filledIn(value, (real as Loose | undefined)?.[name])]),
  );
}

function hasPlaceholder(value: unknown): boolean {
  return JSON.stringify(value).includes(placeholder);
}
