/** Checks objects: their fields, their number, and required fields. */
import { child } from '../../schema/field-path.ts';
import { outOfBounds, required, tooMany, type ValidateAlone } from '../../schema/validate/findings.ts';
import { isMembers } from '../../schema/validate/type-of.ts';
import type { JsonSchema } from '../json-schema.ts';
import { objectMeta } from '../object-meta.ts';
import type { Compile } from './compile.ts';

/** The checks of the schema's keywords about objects; they ignore values of other types. */
export function objectChecks(schema: JsonSchema, compile: Compile): readonly ValidateAlone[] {
  const { minProperties, maxProperties, additionalProperties: values } = schema;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const properties = isEmbedded ? { ...embedded, ...schema.properties, metadata: objectMeta } : schema.properties;
  const needed = isEmbedded ? ['apiVersion', 'kind', ...(schema.required ?? [])] : (schema.required ?? []);
  const fields = new Map(Object.entries(properties ?? {}).map(([name, field]) => [name, compile(field)]));
  const others = typeof values === 'object' ? compile(values) : undefined;
  const checks: ValidateAlone[] = [];
  if (fields.size > 0 || others !== undefined) {
    checks.push((value, path, out) => {
      if (!isMembers(value)) return;
      for (const [name, member] of Object.entries(value))
        (fields.get(name) ?? others)?.(member, child(path, name), out);
    });
  }
  if (needed.length > 0) {
    checks.push((value, path, out) => {
      if (!isMembers(value)) return;
      for (const name of needed) if (!Object.hasOwn(value, name)) out.push(required(child(path, name)));
    });
  }
  if (minProperties !== undefined || maxProperties !== undefined) {
    checks.push((value, path, out) => {
      if (!isMembers(value)) return;
      const count = Object.keys(value).length;
      if (count < (minProperties ?? 0)) out.push(outOfBounds(path, count, `have at least ${minProperties} properties`));
      if (count > (maxProperties ?? Infinity)) out.push(tooMany(path, count, maxProperties ?? 0));
    });
  }
  return checks;
}

const embedded: { readonly [name: string]: JsonSchema } = { apiVersion: { type: 'string' }, kind: { type: 'string' } };
