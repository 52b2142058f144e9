/**
 * The CEL type and the CEL values of a schema node:
 * https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/common/schemas.go and valuesunstructured.go
 */
import type { Environment } from '@marcbachmann/cel-js';
import { parseDate, parseDuration } from '../format/time.ts';
import type { ArrayNode, Node, StringNode } from '../node.ts';
import { escapeName } from './escaped-name.ts';
import { comparableWithNull } from './environment.ts';
import { durationOf } from './library/conversion.ts';
import { equal, listOf } from './library/equality.ts';
import { type Comparable, equals } from './library/function.ts';

/** The CEL side of a node: its type in cel-js, and the conversion of a JSON value to that type. */
export interface Declared {
  readonly type: string;
  /** Undefined if a JSON value needs no conversion. */
  readonly convert?: (value: unknown) => unknown;
}

/** Declares the type of the node and of its fields and items; undefined if rules can't see such a value. */
export function declare(environment: Environment, node: Node, name: string): Declared | undefined {
  switch (node.kind) {
    case 'object':
      return declareObject(environment, node.fields, name);
    case 'metadata':
      return declareObject(environment, metadataFields, name);
    case 'array':
      return declareArray(environment, node, name);
    case 'map':
      return declareMap(environment, node.values, name);
    case 'string':
      return declareString(node);
    case 'enum':
      return { type: 'string' };
    case 'integer':
      return { type: 'int', convert: (value) => BigInt(value as number) };
    case 'number':
      return { type: 'double' };
    case 'boolean':
      return { type: 'bool' };
    case 'intOrString':
      return { type: 'dyn', convert: (value) => (typeof value === 'number' ? BigInt(value) : value) };
    case 'any':
      return undefined;
  }
}

/** The only fields of metadata that rules can see. */
const metadataFields = { name: { kind: 'string' }, generateName: { kind: 'string' } } as unknown as {
  [name: string]: Node;
};

function declareString({ format }: StringNode): Declared {
  switch (format) {
    case 'byte':
      return { type: 'bytes', convert: (value) => new Uint8Array(Buffer.from(value as string, 'base64url')) };
    case 'duration':
      return { type: 'google.protobuf.Duration', convert: (value) => durationOf(parseDuration(value as string) ?? 0n) };
    case 'date':
      return { type: 'google.protobuf.Timestamp', convert: (value) => new Date(parseDate(value as string) ?? 0) };
    case 'date-time':
      return { type: 'google.protobuf.Timestamp', convert: (value) => new Date(value as string) };
    default:
      return { type: 'string' };
  }
}

function declareArray(environment: Environment, node: ArrayNode, name: string): Declared | undefined {
  const items = declare(environment, node.items, `${name}.items`);
  if (items === undefined) return undefined;
  const { convert } = items;
  const isPlain = node.listType === 'atomic';
  const convertItems = (list: readonly unknown[]) =>
    convert === undefined ? [...list] : list.map((item) => convert(item));
  if (isPlain && convert === undefined) return { type: `list<${items.type}>` };
  return {
    type: `list<${items.type}>`,
    convert: (value) => (isPlain ? convertItems(value as unknown[]) : listOf(node, convertItems(value as unknown[]))),
  };
}

function declareMap(environment: Environment, node: Node, name: string): Declared | undefined {
  const values = declare(environment, node, `${name}.values`);
  if (values === undefined) return undefined;
  const { type, convert } = values;
  return {
    type: `map<string, ${type}>`,
    convert: (value) =>
      new Map(
        Object.entries(value as object).map(([key, member]) => [key, convert === undefined ? member : convert(member)]),
      ),
  };
}

const raw = Symbol('the JSON object');

/** An object as rules see it, in which null counts as absent. Its own members are symbols, so that fields can have any name. */
class CelObject implements Comparable {
  readonly [raw]: Members;

  constructor(members: Members) {
    this[raw] = members;
  }

  [equals](other: unknown): boolean {
    if (!(other instanceof CelObject) || other.constructor !== this.constructor) return false;
    const names = Object.keys(this[raw]);
    if (names.length !== Object.keys(other[raw]).length) return false;
    const [mine, theirs] = [this as unknown as Members, other as unknown as Members];
    return names.every((name) => equal(mine[escapeName(name)], theirs[escapeName(name)]));
  }
}

type Members = { readonly [name: string]: unknown };

/** Declares a class for each object, since cel-js recognises types by the constructor. */
function declareObject(environment: Environment, fields: { readonly [name: string]: Node }, name: string): Declared {
  const Values = class extends CelObject {};
  const types: { [name: string]: string } = {};
  for (const [field, node] of Object.entries(fields)) {
    const declared = declare(environment, node, `${name}.${field}`);
    if (declared === undefined) continue;
    const { type, convert } = declared;
    const escaped = escapeName(field);
    types[escaped] = type;
    Object.defineProperty(Values.prototype, escaped, {
      get(this: CelObject) {
        const value = Object.hasOwn(this[raw], field) ? this[raw][field] : undefined;
        if (value === undefined || value === null) return undefined;
        return convert === undefined ? value : convert(value);
      },
    });
  }
  environment.registerType(name, { ctor: Values, fields: types });
  environment.registerOperator(`${name} == ${name}`, (a: CelObject, b: CelObject) => a[equals](b));
  comparableWithNull(environment, name);
  return { type: name, convert: (value) => new Values(value as Members) };
}
