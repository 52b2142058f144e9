/** Changes the spec of a claim in one field at a time, within its schema. */
import { sample } from '../scaffold/sample.ts';
import { applyDefaults, check, type Json, type Node, object, type Schema } from '../schema/index.ts';

/** A field with values to try: both specs of a pair differ in that field alone. */
export interface FieldChanges {
  /** As in a claim, such as `spec.topics.*.retention`: `*` stands for the name or the number of an item. */
  readonly path: string;
  /** That of its schema. */
  readonly kind: Node['kind'];
  readonly pairs: readonly (readonly [Json, Json])[];
}

/** Puts a value of one field into a whole spec; undefined removes the field. */
type Build = (value: Json | undefined) => Json;

/** The changes of every field that has no fields of its own. A field that has one possible value is left out. */
export function fieldChanges(
  node: Node,
  value: Json | undefined,
  path = 'spec',
  build: Build = (spec) => spec!,
): FieldChanges[] {
  const deeper = changesBelow(node, value ?? sample(node), path, build);
  if (deeper.length > 0) return deeper;
  return node.kind === 'enum' && node.values.length === 1
    ? []
    : [{ path, kind: node.kind, pairs: pairsOf(node, value, build) }];
}

/** The changes of the fields of an object, or of one item of a list or a map. */
function changesBelow(node: Node, value: Json, path: string, build: Build): FieldChanges[] {
  switch (node.kind) {
    case 'object': {
      const fields = value as Readonly<Record<string, Json>>;
      return Object.entries(node.fields).flatMap(([name, field]) =>
        fieldChanges(field, fields[name], `${path}.${name}`, (changed) => build(withField(fields, name, changed))),
      );
    }
    case 'map': {
      const items = value as Readonly<Record<string, Json>>;
      const [name, item] = Object.entries(items)[0] ?? ['item-1', sample(node.values)];
      return changesBelow(node.values, item, `${path}.*`, (changed) => build(withField(items, name, changed)));
    }
    case 'array': {
      const [first = sample(node.items), ...rest] = value as readonly Json[];
      return changesBelow(node.items, first, `${path}.*`, (changed) => build([changed!, ...rest]));
    }
    default:
      return [];
  }
}

function withField(fields: Readonly<Record<string, Json>>, name: string, value: Json | undefined): Json {
  const { [name]: _, ...rest } = fields;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** More would only cost time. */
const mostPairs = 8;

function pairsOf(node: Node, value: Json | undefined, build: Build): (readonly [Json, Json])[] {
  const current = value ?? node.default;
  const others = candidates(node, current).filter(
    (other) => JSON.stringify(other) !== JSON.stringify(current) && isValid(node, other),
  );
  return others.slice(0, mostPairs).map((other) => [build(value), build(other)] as const);
}

const roots = new WeakMap<Node, ReturnType<typeof rootOf>>();
const rootOf = (node: Node) => object({ it: node as Schema });

function isValid(node: Node, value: Json): boolean {
  // One for each field, since a schema is reviewed and compiled when it is made.
  const root = roots.get(node) ?? rootOf(node);
  roots.set(node, root);
  return check(root, applyDefaults(root, { it: value })).length === 0;
}

function candidates(node: Node, value: Json | undefined): readonly Json[] {
  switch (node.kind) {
    case 'enum':
      return node.values;
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number': {
      const number = typeof value === 'number' ? value : 1;
      const { minimum, maximum } = node;
      const all = [number + 1, number * 2, number - 1, minimum, maximum, number * 4, number * 8, number];
      return all.filter((candidate) => candidate !== undefined);
    }
    case 'array': {
      const items = (value ?? []) as readonly Json[];
      const more = candidates(node.items, undefined);
      return [...more.map((item) => [...items, item]), items.slice(1), ...more.map((item) => [item])];
    }
    case 'map':
      return [{}, ...candidates(node.values, undefined).map((item) => ({ ...(value as object), other: item }))];
    case 'intOrString':
    case 'string':
      return typeof value === 'string' ? [...similar(value), ...texts] : [sample(node), ...texts];
    default:
      return [];
  }
}

/** Texts of the same form: with another number, or another end. */
function similar(text: string): string[] {
  const moved = (by: number) => text.replace(/\d+/, (number) => String(Number(number) + by));
  return [moved(1), moved(-1), `${text}-b`, `${text}1`];
}

const texts = [
  'example',
  'other',
  '1h',
  '30s',
  '7d',
  '90d',
  '2030-01-01T00:00:00Z',
  'https://example.org',
  'example.org',
];
