/** Random claims, drawn from an API's schema. */
import * as fc from 'fast-check';
import { type AnyApi, applyDefaults, check, type Json, type Node, xrSchema } from '../schema/index.ts';

/** Specs that an API accepts, including its rules. They shrink, and the same seed gives the same specs. */
export function validSpecs(api: AnyApi): fc.Arbitrary<Json> {
  return anyValue(api.spec).filter((value) => issuesOf(api, value).length === 0);
}

/** Specs that an API refuses. */
export function invalidSpecs(api: AnyApi): fc.Arbitrary<Json> {
  return fc
    .tuple(anyValue(api.spec), fc.nat(), wrong)
    .map(([value, which, other]) => replaced(value, which, other))
    .filter((value) => issuesOf(api, value).length > 0);
}

/** The issues that the API server would report for a claim with this spec; none if it accepts the claim. */
export function issuesOf(api: AnyApi, spec: Json): ReturnType<typeof check> {
  const schema = xrSchema(api, 'namespaced');
  const claim = { apiVersion: `example.org/${api.version}`, kind: api.kind, metadata: { name: 'drawn' }, spec };
  return check(schema, applyDefaults(schema, claim as never));
}

const wrong: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(-1, 1e9, 0.5, '', 'no such choice', 'A B', true, [], {}, { unknown: 1 }, null),
  fc.string({ maxLength: 80 }),
);

/** The value with one of its leaves or branches replaced by another value. */
function replaced(value: Json, which: number, other: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return other;
  const keys = Object.keys(value);
  const key = keys[which % Math.max(1, keys.length)];
  if (key === undefined) return { unknown: other };
  const inner = (value as Record<string, Json>)[key] as Json;
  return { ...value, [key]: which % 2 === 0 ? other : replaced(inner, which >> 1, other) };
}

/** Values of a node's shape. Rules and formats are left to `check`. */
function anyValue(node: Node): fc.Arbitrary<Json> {
  switch (node.kind) {
    case 'object': {
      const fields = Object.entries(node.fields);
      const required = fields.filter(([, { presence }]) => presence === 'required').map(([name]) => name);
      const arbitraries = Object.fromEntries(fields.map(([name, field]) => [name, anyValue(field)]));
      return fc.record(arbitraries, { requiredKeys: required, noNullPrototype: true }) as fc.Arbitrary<Json>;
    }
    case 'enum':
      return fc.constantFrom(...node.values);
    case 'boolean':
      return fc.boolean();
    case 'integer': {
      const { minimum = -1000, maximum = 1000, multipleOf = 1 } = node;
      return fc
        .integer({ min: Math.ceil(minimum / multipleOf), max: Math.floor(maximum / multipleOf) })
        .map((n) => n * multipleOf);
    }
    case 'number':
      return fc.double({ min: node.minimum ?? -1000, max: node.maximum ?? 1000, noNaN: true });
    case 'string':
      return text(node);
    case 'intOrString':
      return fc.oneof(fc.integer({ min: 0, max: 65535 }), text(node));
    case 'array': {
      const bounds = { minLength: node.minItems ?? 0, maxLength: Math.min(node.maxItems ?? 5, 5) };
      const items = anyValue(node.items);
      if (node.listType === 'atomic') return fc.array(items, bounds);
      const selector = (item: Json) =>
        JSON.stringify(node.listType === 'set' ? item : node.keys.map((key) => (item as Record<string, Json>)[key]));
      return fc.uniqueArray(items, { ...bounds, selector });
    }
    case 'map': {
      const bounds = { minKeys: node.minProperties ?? 0, maxKeys: Math.min(node.maxProperties ?? 5, 5) };
      return fc.dictionary(keyName, anyValue(node.values), { ...bounds, noNullPrototype: true });
    }
    case 'any':
    case 'metadata':
      return fc.constant({});
  }
}

/** Usual names of items, and some unusual ones. */
const keyName = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?$/) },
  { weight: 1, arbitrary: fc.constantFrom('A', 'a.b', 'a_b', '0', 'constructor') },
);

function text(node: Extract<Node, { kind: 'string' | 'intOrString' }>): fc.Arbitrary<string> {
  const { maxLength = 200, pattern } = node;
  const minLength = node.kind === 'string' ? (node.minLength ?? 0) : 0;
  const all =
    pattern === undefined
      ? fc.string({ unit: 'grapheme-ascii', minLength, maxLength: Math.min(maxLength, 200) })
      : fc.stringMatching(new RegExp(pattern), { maxLength: Math.min(maxLength, 200) });
  return all.filter((value) => value.length >= minLength && [...value].length <= maxLength);
}
