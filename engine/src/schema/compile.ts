/** Everything that is prepared once for a schema and used for every value. */
import type { Node } from './node.ts';
import { assertSound } from './review/review.ts';
import { rulesIn } from './cel/rules.ts';
import { duplicatesIn } from './validate/duplicates.ts';
import type { Validate, ValidateAlone } from './validate/findings.ts';
import { validator } from './validate/validator.ts';

export interface Compiled {
  readonly validate: Validate;
  /** Absent where the schema has no set and no keyed list. */
  readonly duplicates: ValidateAlone | undefined;
  /** Absent where the schema has no CEL rule. */
  readonly rules: Validate | undefined;
}

const compiled = new WeakMap<Node, Compiled>();

/** The checks of a schema; throws a `UserError` for an unsound one. */
export function compile(schema: Node): Compiled {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  assertSound(schema);
  const made = { validate: validator(schema), duplicates: duplicatesIn(schema), rules: rulesIn(schema) };
  compiled.set(schema, made);
  return made;
}
