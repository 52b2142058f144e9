/** Checks lists: the number of items, each item, and duplicates in sets and keyed lists. */
import { index } from '../../schema/field-path.ts';
import { findDuplicates, pick } from '../../schema/validate/duplicates.ts';
import { outOfBounds, tooMany, type ValidateAlone } from '../../schema/validate/findings.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Compile } from './compile.ts';

/** The checks of the schema's keywords about lists; they ignore values of other types. */
export function arrayChecks(schema: JsonSchema, compile: Compile): readonly ValidateAlone[] {
  const { items, minItems, maxItems } = schema;
  const checks: ValidateAlone[] = [];
  if (minItems !== undefined || maxItems !== undefined) {
    checks.push((value, path, out) => {
      if (!Array.isArray(value)) return;
      const { length } = value;
      if (length < (minItems ?? 0)) out.push(outOfBounds(path, length, `have at least ${minItems} items`));
      if (length > (maxItems ?? Infinity)) out.push(tooMany(path, length, maxItems ?? 0));
    });
  }
  if (items !== undefined) {
    const checkItem = compile(items);
    checks.push((value, path, out) => {
      if (Array.isArray(value)) for (const [i, item] of value.entries()) checkItem(item, index(path, i), out);
    });
  }
  const identity = identityOf(schema);
  if (identity !== undefined) {
    checks.push((value, path, out) => {
      if (Array.isArray(value)) findDuplicates(value.map(identity), path, out);
    });
  }
  return checks;
}

/** The part of an item that must be unique; undefined for an ordinary list. */
function identityOf(schema: JsonSchema): ((item: unknown) => unknown) | undefined {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return (item) => item;
    case 'map':
      return (item) => pick(item, keys);
    default:
      return schema.uniqueItems === true ? (item) => item : undefined;
  }
}
