/** The edits of a CRD that a next version may bring, and which composed objects each must hit. */
import type { JsonSchema } from 'planesmith/models';

/** The steps to a place: names of fields, and `*` for each item of a list or value of a map. */
export type Steps = readonly string[];

/** A field of a schema. */
export interface Field {
  readonly steps: Steps;
  readonly schema: JsonSchema;
  readonly parent: JsonSchema;
}

/** Every field below `spec` that no rule names and that fills in nothing: an edit of it has one effect alone. */
export function fieldsOf(root: JsonSchema): readonly Field[] {
  const named = new Set(JSON.stringify(rulesIn(root)).match(/\w+/g));
  const spec = root.properties?.['spec'];
  return spec === undefined ? [] : [...below(spec, ['spec'])].filter(({ steps }) => !named.has(steps.at(-1) ?? ''));
}

/** Every field below `spec`. */
export function allFieldsOf(root: JsonSchema): readonly Field[] {
  return [...below(root.properties?.['spec'] ?? {}, ['spec'], true)];
}

function rulesIn(schema: unknown): unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) =>
    /^(x-kubernetes-(validations|list-map-keys)|allOf|anyOf|oneOf|not)$/.test(name) ? [value] : rulesIn(value),
  );
}

function* below(node: JsonSchema, steps: Steps, withDefaults = false): Generator<Field> {
  for (const [name, schema] of Object.entries(node.properties ?? {})) {
    if (withDefaults || !JSON.stringify(schema).includes('"default"'))
      yield { steps: [...steps, name], schema, parent: node };
    yield* below(schema, [...steps, name], withDefaults);
  }
  const values = typeof node.additionalProperties === 'object' ? node.additionalProperties : node.items;
  if (values !== undefined) yield* below(values, [...steps, '*'], withDefaults);
}

/** Every value of an object at a place. */
export function valuesAt(value: unknown, [step, ...rest]: Steps): readonly unknown[] {
  if (step === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value).filter(([name]) => step === '*' || name === step);
  return members.flatMap(([, member]) => valuesAt(member, rest));
}

/** An edit of a field. */
export interface Edit {
  /** The rule of its findings. */
  readonly rule: string;
  /** Whether a field can be edited so; `values` are those that all objects have there. */
  readonly fits: (field: Field, values: readonly unknown[]) => boolean;
  /** The new schemas of the field, undefined for a field less, and of its parent besides its fields. */
  readonly edited: (
    field: Field,
    values: readonly unknown[],
  ) => { readonly schema: JsonSchema | undefined; readonly required?: readonly string[] };
  /** Whether an object is hit that has these values at the place, and these objects around it. */
  readonly hits: (
    own: readonly unknown[],
    parents: readonly unknown[],
    field: Field,
    values: readonly unknown[],
  ) => boolean;
}

const nameOf = ({ steps }: Field): string => steps.at(-1) ?? '';
const isText = ({ schema }: Field): boolean =>
  schema.type === 'string' && schema.enum === undefined && schema.format === undefined;
const has = (own: readonly unknown[]): boolean => own.length > 0;
const lacks = (_own: readonly unknown[], parents: readonly unknown[], field: Field): boolean =>
  parents.some((parent) => !Object.hasOwn(Object(parent) as object, nameOf(field)));
const isOptional = (field: Field): boolean => !(field.parent.required ?? []).includes(nameOf(field));
const [longest, greatest] = [
  (values: readonly unknown[]) => Math.max(0, ...values.map((value) => [...String(value)].length)),
  (values: readonly unknown[]) => Math.max(0, ...values.map(Number)),
];
const first = (values: readonly unknown[]) => String(values[0] ?? 'x');

export const edits: readonly Edit[] = [
  {
    rule: 'crd-field-removed',
    fits: () => true,
    edited: (field) => ({
      schema: undefined,
      required: (field.parent.required ?? []).filter((name) => name !== nameOf(field)),
    }),
    hits: has,
  },
  {
    rule: 'crd-field-required',
    fits: isOptional,
    edited: (field) => ({ schema: field.schema, required: [...(field.parent.required ?? []), nameOf(field)] }),
    hits: lacks,
  },
  {
    rule: 'crd-type-changed',
    fits: ({ schema }) => schema.type !== undefined,
    edited: ({ schema }) => ({ schema: { type: schema.type === 'boolean' ? 'integer' : 'boolean' } }),
    hits: has,
  },
  {
    rule: 'crd-value-removed',
    fits: isText,
    edited: ({ schema }, values) => ({
      schema: { ...schema, enum: ['other', ...values.filter((value) => value !== values[0])] },
    }),
    hits: (own, _, __, values) => own.includes(values[0]),
  },
  {
    rule: 'crd-bound-narrowed',
    fits: isText,
    edited: ({ schema }, values) => ({ schema: { ...schema, maxLength: Math.max(0, longest(values) - 1) } }),
    hits: (own, _, __, values) =>
      own.some((value) => [...String(value)].length === longest(values) && longest(values) > 0),
  },
  {
    rule: 'crd-bound-narrowed',
    fits: ({ schema: { type, enum: choices } }) => (type === 'integer' || type === 'number') && choices === undefined,
    edited: ({ schema }, values) => ({ schema: { ...schema, maximum: greatest(values) - 1 } }),
    hits: (own, _, __, values) => own.some((value) => Number(value) === greatest(values)),
  },
  {
    rule: 'crd-text-refused',
    fits: (field) => isText(field) && field.schema.pattern === undefined,
    edited: ({ schema }) => ({ schema: { ...schema, pattern: '^$' } }),
    hits: (own) => own.some((value) => value !== ''),
  },
  {
    rule: 'crd-rule-broken',
    fits: (field, values) => isText(field) && /^[\w .-]*$/.test(first(values)),
    edited: ({ schema }, values) => ({
      schema: { ...schema, 'x-kubernetes-validations': [{ rule: `self != '${first(values)}'` }] },
    }),
    hits: (own, _, __, values) => own.includes(first(values)),
  },
  {
    rule: 'crd-default-added',
    fits: (field) => isText(field) && isOptional(field) && field.schema.pattern === undefined,
    edited: ({ schema }) => ({ schema: { ...schema, default: 'filled-in' } }),
    hits: lacks,
  },
  {
    rule: 'crd-field-immutable',
    fits: isText,
    edited: ({ schema }) => ({ schema: { ...schema, 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] } }),
    hits: has,
  },
  {
    rule: 'crd-list-owned-otherwise',
    fits: ({ schema }) => schema.type === 'array' && schema['x-kubernetes-list-type'] === undefined,
    edited: ({ schema }) => ({ schema: { ...schema, 'x-kubernetes-list-type': 'atomic' } }),
    hits: has,
  },
];

/** The schema with an edited field. */
export function withEdit(root: JsonSchema, field: Field, edited: ReturnType<Edit['edited']>): JsonSchema {
  return replaced(root, field.steps, edited);
}

function replaced(node: JsonSchema, [step = '', ...rest]: Steps, edited: ReturnType<Edit['edited']>): JsonSchema {
  if (step === '*') {
    if (typeof node.additionalProperties === 'object')
      return { ...node, additionalProperties: replaced(node.additionalProperties, rest, edited) };
    return { ...node, items: replaced(node.items ?? {}, rest, edited) };
  }
  const { [step]: before = {}, ...others } = node.properties ?? {};
  if (rest.length > 0) return { ...node, properties: { ...others, [step]: replaced(before, rest, edited) } };
  const { schema, required = node.required } = edited;
  return { ...node, ...(required && { required }), properties: { ...others, ...(schema && { [step]: schema }) } };
}
