/** Judges the form of a schema that somebody wrote, before the generator walks through it. */
import { definitionPrefix, type JsonSchema } from './json-schema.ts';

/** The deepest nesting of fields; the deepest of known operators is below 40. */
const deepest = 200;

/** The most fields. The largest known kind has 30,000; aliases in a small file can stand for billions. */
const most = 500_000;

const children = {
  one: ['items', 'not'],
  many: ['allOf', 'anyOf', 'oneOf'],
  named: ['properties', 'definitions'],
} as const;

/**
 * What is wrong with the schema, as part of a sentence with the path; undefined for a sound one. `leads` judges a reference: usually it must
 * lead to one of the schema's own definitions.
 */
export function schemaFlaw(
  schema: JsonSchema,
  leads = (ref: unknown) => isReference(ref, schema.definitions ?? {}),
): string | undefined {
  let count = 0;
  const flaw = (value: unknown, path: string, depth: number): string | undefined => {
    count += 1;
    if (!isMap(value)) return `${path || 'it'} is no schema`;
    if (depth > deepest) return `it is more than ${deepest} fields deep`;
    if (count > most) return `it has more than ${most} fields`;
    const own = ownFlaw(value, path, leads);
    if (own !== undefined) return own;
    for (const [name, child] of childrenOf(value)) {
      const found = flaw(child, path === '' ? name : `${path}.${name}`, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return flaw(schema, '', 0);
}

function ownFlaw(schema: Record<string, unknown>, path: string, leads: (ref: unknown) => boolean): string | undefined {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of children.named) {
    if (schema[name] !== undefined && !isMap(schema[name])) return `${at(name)} is no map of schemas`;
  }
  for (const name of [...children.many, 'enum', 'required']) {
    if (schema[name] !== undefined && !Array.isArray(schema[name])) return `${at(name)} is no list`;
  }
  if ((schema['enum'] as unknown[] | undefined)?.length === 0) return `${at('enum')} is empty`;
  const { description, $ref } = schema;
  if (description !== undefined && typeof description !== 'string') return `${at('description')} is no text`;
  if ($ref === undefined) return undefined;
  return leads($ref) ? undefined : `${at('$ref')} points nowhere, or to itself`;
}

/** Whether the reference leads, in the end, to a schema. */
function isReference(ref: unknown, definitions: object, seen: readonly unknown[] = []): boolean {
  if (typeof ref !== 'string' || seen.includes(ref)) return false;
  const name = ref.slice(definitionPrefix.length);
  if (!ref.startsWith(definitionPrefix) || !Object.hasOwn(definitions, name)) return false;
  const next: unknown = ((definitions as Record<string, unknown>)[name] as JsonSchema | null)?.$ref;
  return next === undefined || isReference(next, definitions, [...seen, ref]);
}

function* childrenOf(schema: Record<string, unknown>): Generator<[string, unknown]> {
  for (const name of children.one) if (schema[name] !== undefined) yield [name, schema[name]];
  const values = schema['additionalProperties'];
  if (values !== undefined && typeof values !== 'boolean') yield ['additionalProperties', values];
  for (const name of children.many) {
    for (const [index, child] of ((schema[name] ?? []) as unknown[]).entries()) yield [`${name}[${index}]`, child];
  }
  for (const name of children.named) {
    for (const [field, child] of Object.entries((schema[name] ?? {}) as object)) yield [`${name}.${field}`, child];
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
