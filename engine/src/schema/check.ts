/** Validation as the API server does it, in its words. */
import type { Issue } from '../errors.ts';
import type { Schema } from './node.ts';

export interface CheckOptions {
  /** The value before an update: transition rules run only with one. */
  readonly old?: unknown;
  /** The path of the value, as `spec`. @default '' the value is the whole object */
  readonly path?: string;
  /** Whether an unknown field is an issue. @default true */
  readonly strict?: boolean;
}

/** All that is wrong with `value` (after defaulting), none for a valid one; CEL rules are judged once everything else is right. */
export function check(schema: Schema, value: unknown, options: CheckOptions = {}): Issue[] {
  (void schema, value, options);
  throw new Error('not built yet');
}
