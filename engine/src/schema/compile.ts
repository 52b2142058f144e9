/** The checks of a schema, compiled once and then used for every value. */
import type { Node } from './node.ts';
import { assertSound } from './review/review.ts';
import { rulesIn } from './cel/rules.ts';
import { duplicatesIn } from './validate/duplicates.ts';
import type { Validate, ValidateAlone } from './validate/findings.ts';
import { validator } from './validate/validator.ts';

export interface Compiled {
  readonly validate: Validate;
  /** Undefined if the schema has no set and no keyed list. */
  readonly duplicates: ValidateAlone | undefined;
  /** Undefined if the schema has no CEL rule. */
  readonly rules: Validate | undefined;
}

const bySchema = new WeakMap<Node, Compiled>();

/** The checks of a schema; throws a `UserError` for an unsound one. */
export function compile(schema: Node): Compiled {
  const known = bySchema.get(schema);
  if (known !== undefined) return known;
  assertSound(schema);
  const compiled = { validate: validator(schema), duplicates: duplicatesIn(schema), rules: rulesIn(schema) };
  bySchema.set(schema, compiled);
  return compiled;
}
