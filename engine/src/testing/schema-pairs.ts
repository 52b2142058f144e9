/** Two random versions of a schema, alike in most of it. */
import * as fc from 'fast-check';
import { type Node, nullable, optional, type Rule, type Schema } from '../schema/index.ts';
import { makeNode } from '../schema/make-node.ts';

/** An older and a newer version of something. */
export type Pair<T> = readonly [old: T, now: T];

/** Mostly the same value twice. */
function twice<T>(values: fc.Arbitrary<T>): fc.Arbitrary<Pair<T>> {
  return fc.oneof(
    { weight: 5, arbitrary: values.map((value): Pair<T> => [value, value]) },
    { weight: 1, arbitrary: fc.tuple(values, values) },
  );
}

interface Shape {
  readonly kind: Node['kind'];
  readonly [option: string]: unknown;
}

interface Rest {
  readonly isNullable: boolean;
  readonly isOptional: boolean;
  readonly rules: readonly Rule[];
}

const restOf = (expressions: readonly string[]): fc.Arbitrary<Pair<Rest>> =>
  twice(
    fc.record({
      isNullable: weighted(false, true),
      isOptional: fc.boolean(),
      rules: weighted<readonly string[]>([], expressions.slice(0, 1), expressions).map((chosen) =>
        chosen.map((rule, index) => ({ rule, message: `M${index}.` })),
      ),
    }),
  );

/** The first of the values, or less often one of the others. */
function weighted<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

function built({ kind, ...options }: Shape, { isNullable, isOptional, rules }: Rest): Schema {
  const node: Schema = makeNode({ kind, ...options }, 'A value.', rules);
  const other = isNullable ? nullable(node) : node;
  return isOptional ? optional(other) : other;
}

function pairs(shapes: fc.Arbitrary<Pair<Shape>>, expressions: readonly string[]): fc.Arbitrary<Pair<Node>> {
  return fc
    .tuple(shapes, restOf(expressions))
    .map(([[old, now], [rest, restNow]]): Pair<Node> => [built(old, rest), built(now, restNow)]);
}

/** Options that are each drawn twice. */
function options(
  kind: Node['kind'],
  drawn: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<Pair<Shape>> {
  const both = Object.entries(drawn).map(([name, values]) =>
    twice(values).map((pair): Pair<Shape> => [
      { kind, [name]: pair[0] },
      { kind, [name]: pair[1] },
    ]),
  );
  return fc
    .tuple(...both)
    .map((all): Pair<Shape> => [
      Object.assign({ kind }, ...all.map(([old]) => old)),
      Object.assign({ kind }, ...all.map(([, now]) => now)),
    ]);
}

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const below = maybe(fc.integer({ min: 0, max: 2 }));
const above = maybe(fc.integer({ min: 3, max: 5 }));
const pattern = weighted(undefined, '^a', '^[ab]*$');

const text = pairs(
  options('string', {
    minLength: below,
    maxLength: above,
    pattern,
    format: weighted(undefined, 'date', 'uuid', 'ipv4'),
  }),
  ['self.size() < 4', "self != 'a'"],
);
const choice = pairs(options('enum', { values: fc.subarray(['a', 'b', 'c', 'dddd'], { minLength: 1 }) }), [
  "self != 'a'",
]);
const whole = pairs(
  options('integer', {
    minimum: below,
    maximum: maybe(fc.integer({ min: 6, max: 8 })),
    multipleOf: weighted(undefined, 2, 3, 6),
    format: weighted(undefined, 'int32'),
  }),
  ['self < 4', 'self != 2'],
);
const fraction = pairs(options('number', { minimum: below, maximum: above }), ['self < 4.0']);
const flag = pairs(options('boolean', {}), ['self']);
const port = pairs(options('intOrString', { maxLength: above, pattern }), []);

/** Two leaves of one kind, or of two. */
const leaf: fc.Arbitrary<Pair<Node>> = fc.oneof(text, choice, whole, fraction, flag, port).chain((pair) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(pair) },
    {
      weight: 1,
      arbitrary: fc.oneof(text, choice, whole, fraction, port).map(([, now]): Pair<Node> => [pair[0], now]),
    },
  ),
);

const deep: fc.Arbitrary<Pair<Node>> = fc.letrec<{ node: Pair<Node>; object: Pair<Node> }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, leaf, leaf, list(tie('node')), mapOf(tie('node')), tie('object')),
  object: objectOf(tie('node')),
})).object;

/** Two versions of the root of a spec or status: deep ones, and ones with a single field, in which a single change stands alone. */
export const rootPairs: fc.Arbitrary<Pair<Node>> = fc
  .oneof(deep, fc.oneof(leaf, list(leaf), mapOf(leaf)).map(alone))
  .map(([old, now]): Pair<Node> => [asRoot(old), asRoot(now)]);

function alone([old, now]: Pair<Node>): Pair<Node> {
  const rest = { isNullable: false, isOptional: false, rules: [] };
  const root = (it: Node) => built({ kind: 'object', fields: { it } }, rest);
  return [root(old), root(now)];
}

function asRoot(node: Node): Node {
  return { ...node, presence: 'required', nullable: false };
}

function list(items: fc.Arbitrary<Pair<Node>>): fc.Arbitrary<Pair<Node>> {
  return items.chain(([old, now]) => {
    const types = isScalar(old) && isScalar(now) ? fc.constantFrom('atomic', 'set') : fc.constant('atomic');
    const shapes = options('array', { listType: types, keys: fc.constant([]), minItems: below, maxItems: above });
    const inner = shapes.map(([was, is]): Pair<Shape> => [
      { ...was, items: asRoot(old) },
      { ...is, items: asRoot(now) },
    ]);
    return pairs(inner, ['self.size() != 1']);
  });
}

function mapOf(values: fc.Arbitrary<Pair<Node>>): fc.Arbitrary<Pair<Node>> {
  return values.chain(([old, now]) => {
    const shapes = options('map', { minProperties: below, maxProperties: above });
    const inner = shapes.map(([was, is]): Pair<Shape> => [
      { ...was, values: asRoot(old) },
      { ...is, values: asRoot(now) },
    ]);
    return pairs(inner, ['self.size() != 1']);
  });
}

function objectOf(fields: fc.Arbitrary<Pair<Node>>): fc.Arbitrary<Pair<Node>> {
  const drawn = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    versions: fields,
    where: weighted('both', 'old', 'now'),
  });
  return fc.uniqueArray(drawn, { selector: ({ name }) => name, minLength: 1, maxLength: 4 }).chain((all) => {
    const fieldsOf = (version: 0 | 1, missing: string) =>
      Object.fromEntries(
        all.filter(({ where }) => where !== missing).map(({ name, versions }) => [name, versions[version]]),
      );
    const shapes: Pair<Shape> = [
      { kind: 'object', fields: fieldsOf(0, 'now') },
      { kind: 'object', fields: fieldsOf(1, 'old') },
    ];
    return pairs(fc.constant(shapes), []);
  });
}

function isScalar({ kind }: Node): boolean {
  return kind === 'string' || kind === 'integer' || kind === 'enum';
}
