/** Items of lists: how many, each of them, and none twice where the list is a set or has keys. */
import { index } from '../../schema/field-path.ts';
import { duplicate, outOfBounds, tooMany, type ValidateAlone } from '../../schema/validate/findings.ts';
import { jsonText } from '../../schema/validate/go-text.ts';
import { isMembers } from '../../schema/validate/type-of.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Compile } from './compile.ts';

/** None where the schema says nothing about lists; a value of another type is not theirs to judge. */
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
    const each = compile(items);
    checks.push((value, path, out) => {
      if (Array.isArray(value)) for (const [i, item] of value.entries()) each(item, index(path, i), out);
    });
  }
  const identity = identityOf(schema);
  if (identity !== undefined) {
    checks.push((value, path, out) => {
      if (!Array.isArray(value)) return;
      const seen = new Map<string, number>();
      for (const [i, item] of value.entries()) {
        const text = jsonText(identity(item));
        const times = (seen.get(text) ?? 0) + 1;
        seen.set(text, times);
        // The second appearance of a value is told, not the third.
        if (times === 2) out.push(duplicate(index(path, i), identity(item)));
      }
    });
  }
  return checks;
}

/** What no two items may share, or undefined for an ordinary list. */
function identityOf(schema: JsonSchema): ((item: unknown) => unknown) | undefined {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return (item) => item;
    case 'map':
      return (item) =>
        isMembers(item) ? Object.fromEntries(keys.flatMap((key) => (key in item ? [[key, item[key]]] : []))) : {};
    default:
      return schema.uniqueItems === true ? (item) => item : undefined;
  }
}
