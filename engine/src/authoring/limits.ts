/** The limits of an API on a platform, whose environments must have what they read. */
import { UserError } from '../errors.ts';
import type { AnyApi, Schema } from '../schema/index.ts';
import { unfitFor } from '../schema/limits/unfit.ts';

/** Throws a `UserError` if a limit of the API reads what environments with this schema cannot have. */
export function insistOnLimits(environment: Schema, api: Pick<AnyApi, 'kind' | 'limits'>): void {
  const problem = unfitFor(environment, api);
  if (problem === undefined) return;
  throw new UserError(problem, { hint: 'add it to the schema of the environment, or leave the limit out of the API' });
}
