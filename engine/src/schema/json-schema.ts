/** The JSON Schema of an API, for editors. */
import { deprecationText } from './deprecation.ts';
import { formatPatterns } from './format/patterns.ts';
import { sharedFields } from './metadata.ts';
import type { IntegerNode, Json, Node, NumberNode, StringFormat } from './node.ts';
import { editorPattern } from './pattern/editor-pattern.ts';
import { assertSound } from './review/review.ts';
import { exact } from './validate/scalar.ts';

export interface JsonSchemaOptions {
  /** The URL of the published schema, written as `$id`. */
  readonly id?: string;
  readonly title?: string;
  /** The values of top-level fields that a developer does not choose, such as `kind`. */
  readonly constants?: { readonly [field: string]: string | readonly [string, ...string[]] };
  /** Top-level fields that developers do not write, such as `status`. */
  readonly without?: readonly string[];
  /** Further fields of the spec that editors accept, but do not propose. */
  readonly accepted?: { readonly [field: string]: Node };
}

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** The keywords that editors read and validators ignore. */
export const editorKeywords = ['deprecationMessage', 'markdownDescription', 'defaultSnippets', 'doNotSuggest'] as const;

/**
 * The schema for editors (draft 7). It refuses unknown fields, offers choices, descriptions and defaults, and accepts every value
 * that the API server accepts. Only `check` applies CEL rules and the formats that JSON Schema defines differently.
 */
export function toJsonSchema(
  schema: Node,
  { id, title, constants = {}, without = [], accepted = {} }: JsonSchemaOptions = {},
): JsonSchema {
  assertSound(schema);
  const { properties, required, ...rest } = jsonSchema(schema) as { properties?: JsonSchema; required?: string[] };
  const written = Object.entries(properties ?? {}).filter(([name]) => !without.includes(name));
  const fields = written.map(([name, field]) => {
    if (name === 'spec') return [name, accepting(field as JsonSchema, accepted)];
    return name in constants ? [name, { ...(field as JsonSchema), ...constant(constants[name]!) }] : [name, field];
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...(id !== undefined && { $id: id }),
    ...(title !== undefined && { title }),
    ...rest,
    ...(required !== undefined && { required: required.filter((name) => !without.includes(name)) }),
    properties: Object.fromEntries(fields),
  };
}

/** The schema of a spec with further fields, which editors leave out of their proposals. */
function accepting(spec: JsonSchema, fields: { readonly [name: string]: Node }): JsonSchema {
  const added = Object.entries(fields).map(([name, node]) => [name, { ...jsonSchema(node), doNotSuggest: true }]);
  return { ...spec, properties: { ...(spec['properties'] as object), ...Object.fromEntries(added) } };
}

function jsonSchema(node: Node): JsonSchema {
  const { description, deprecated } = node;
  return {
    ...(description !== undefined && { description, ...hoverText(description, node.default) }),
    ...(deprecated !== undefined && { deprecated: true, deprecationMessage: deprecationText(deprecated) }),
    ...orNull(shape(node), node.nullable),
    ...(node.default !== undefined && { default: node.default }),
  };
}

/** What editors show over a field: they show no default of their own, and escape backquotes in a `description`. */
function hoverText(description: string, value: Json | undefined): JsonSchema {
  const text = description.replaceAll(/`[^`]*`|[\\*_{}[\]#+!<]/g, (part) => (part.length > 1 ? part : `\\${part}`));
  const isShort = value !== undefined && (value === null || typeof value !== 'object');
  return { markdownDescription: isShort ? `${text}\n\nDefault: \`${String(value)}\`` : text };
}

function orNull(shaped: JsonSchema, nullable: boolean): JsonSchema {
  return nullable && typeof shaped['type'] === 'string' ? { ...shaped, type: [shaped['type'], 'null'] } : shaped;
}

function shape(node: Node): JsonSchema {
  switch (node.kind) {
    case 'object':
      return objectShape(node);
    case 'metadata':
      return metadataShape(node.maxNameLength);
    case 'map':
      return {
        type: 'object',
        ...bounds(node, ['minProperties', 'maxProperties']),
        additionalProperties: jsonSchema(node.values),
      };
    case 'array':
      return {
        type: 'array',
        ...bounds(node, ['minItems', 'maxItems']),
        ...(node.listType === 'set' && { uniqueItems: true }),
        items: jsonSchema(node.items),
      };
    case 'enum':
      return { type: 'string', enum: node.values };
    case 'string':
      return {
        type: 'string',
        ...bounds(node, ['minLength', 'maxLength']),
        ...pattern(node.pattern ?? (node.format && formatPatterns[node.format])),
        ...format(node.format),
      };
    case 'intOrString':
      return {
        // The first is the one that editors complete, and they would write 0.
        type: node.nullable ? ['string', 'integer', 'null'] : ['string', 'integer'],
        ...bounds(node, ['maxLength']),
        ...pattern(node.pattern),
      };
    case 'integer':
      return { type: 'integer', ...exact, ...bounds(node, ['minimum', 'maximum', 'multipleOf']), ...proposal(node) };
    case 'number':
      return { type: 'number', ...bounds(node, ['minimum', 'maximum', 'multipleOf']), ...proposal(node) };
    case 'boolean':
      return { type: 'boolean' };
    case 'any':
      return {};
  }
}

function objectShape({ fields }: Extract<Node, { kind: 'object' }>): JsonSchema {
  const required = Object.keys(fields).filter((name) => fields[name]?.presence === 'required');
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, jsonSchema(field)])),
  };
}

function metadataShape(maxNameLength: number): JsonSchema {
  const texts = { type: 'object', additionalProperties: { type: 'string' } };
  const known = {
    name: {
      type: 'string',
      maxLength: maxNameLength,
      pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
      description: 'Unique among its kind in its namespace.',
    },
    namespace: { type: 'string', maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
    labels: texts,
    annotations: texts,
    generateName: { type: 'string' },
  };
  const rest = Object.fromEntries(Object.entries(sharedFields).map(([name, field]) => [name, jsonSchema(field)]));
  return { type: 'object', additionalProperties: false, properties: { ...known, ...rest } };
}

function bounds(node: Node, names: readonly string[]): JsonSchema {
  return Object.fromEntries(names.flatMap((name) => (name in node ? [[name, node[name as keyof Node]]] : [])));
}

/** The smallest value, for a number that must be above 0: editors propose 0 unless a schema says otherwise. */
function proposal(node: IntegerNode | NumberNode): JsonSchema {
  const { minimum = 0, default: usual } = node;
  if (usual !== undefined || minimum <= 0) return {};
  const step = 'multipleOf' in node ? node.multipleOf : undefined;
  const smallest = step === undefined ? minimum : Math.ceil(minimum / step) * step;
  return { defaultSnippets: [{ label: String(smallest), body: smallest }] };
}

/** Empty if JavaScript, which editors use, has no such expression. */
function pattern(expression: string | undefined): JsonSchema {
  const shared = expression === undefined ? undefined : editorPattern(expression);
  return shared === undefined ? {} : { pattern: shared };
}

/** The formats that editors define as Kubernetes does. */
const sharedFormats: ReadonlySet<StringFormat> = new Set(['date', 'ipv4']);

function format(name: StringFormat | undefined): JsonSchema {
  return name !== undefined && sharedFormats.has(name) ? { format: name } : {};
}

/** One value, or a choice of which editors propose the first. */
function constant(values: string | readonly [string, ...string[]]): JsonSchema {
  if (typeof values === 'string') return { const: values, default: values };
  return values.length === 1 ? constant(values[0]) : { enum: [...values], default: values[0] };
}
