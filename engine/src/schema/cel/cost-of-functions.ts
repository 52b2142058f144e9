/** The cost of one call: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/library/cost.go */
import { isList, isText, typeNameOf } from './checked-type.ts';
import type { Ast } from './dialect.ts';
import type { Estimate } from './estimate.ts';
import { maxElements, tenth } from './max-elements.ts';

interface Call {
  readonly name: string;
  /** The namespace, such as `sets` in `sets.contains`. */
  readonly word: string | undefined;
  readonly target: Estimate | undefined;
  readonly receiver: Ast | undefined;
  readonly estimates: readonly Estimate[];
  readonly parameters: readonly Ast[];
}

interface CallCost {
  readonly cost: number;
  /** The size of the returned text or list, if it is known. */
  readonly size?: number;
}

/** The cost of the call, without the cost of its receiver and arguments. */
export function callCost(call: Call): CallCost {
  const { name, word, target, estimates } = call;
  if (word !== undefined) return ofNamespace(call);
  const size = target?.size ?? 0;
  const [first = 0, second = 0] = estimates.map((estimate) => estimate.size);
  switch (name) {
    case 'isSorted':
    case 'sum':
    case 'min':
    case 'max':
    case 'indexOf':
    case 'lastIndexOf':
      return { cost: call.receiver !== undefined && isList(call.receiver) ? size * (1 + itemCost(call)) : tenth(size) };
    case 'lowerAscii':
    case 'upperAscii':
    case 'substring':
    case 'trim':
      return { cost: tenth(size), size };
    case 'replace':
      return { cost: fifth(size), size: replacedSize(size, second, call.parameters[0]!) };
    case 'split':
      return { cost: fifth(size), size: literalLimit(call) ?? size };
    case 'join': {
      const joined = size * itemSize(call) + (estimates.length > 0 ? first * Math.max(0, size - 1) : 0);
      return { cost: tenth(joined), size: joined };
    }
    case 'find':
    case 'findAll':
      return { cost: tenth(size + 1) * Math.ceil(first * 0.25), size };
    case 'matches': {
      const [text, pattern] = target === undefined ? [first, second] : [size, first];
      return { cost: target === undefined ? 1 : tenth(text + 1) * Math.ceil(pattern * 0.25) };
    }
    case 'contains':
      return { cost: tenth(size) * tenth(first) };
    case 'startsWith':
    case 'endsWith':
    case 'quantity':
    case 'isQuantity':
    case 'cidr':
    case 'isIP':
    case 'isCIDR':
      return { cost: tenth(first) };
    case 'ip':
      return { cost: target === undefined ? tenth(first) : 1 };
    case 'url':
      return { cost: tenth(first), size: first };
    case 'containsIP':
      return { cost: 4 + (isText(call.parameters[0]!) ? tenth(first) : 0) };
    case 'containsCIDR':
      return { cost: 7 + (isText(call.parameters[0]!) ? tenth(first) : 0) };
    case 'validate':
      return { cost: tenth(first) * 32 };
    case 'format':
      return { cost: tenth(size) };
    case 'bytes':
      return isText(call.parameters[0]!) ? { cost: tenth(first), size: first * 4 } : { cost: 1 };
    case 'string':
      return typeNameOf(call.parameters[0]!) === 'bytes' ? { cost: tenth(first), size: first } : { cost: 1 };
    default:
      return { cost: 1 };
  }
}

function ofNamespace({ name, word, estimates }: Call): CallCost {
  const [first = 0, second = 0] = estimates.map(({ size }) => size);
  if (word === 'sets') return { cost: setsCost(name, first, second) };
  if (word === 'ip') return { cost: fifth(first) };
  if (word === 'strings') return { cost: tenth(first), size: first * 2 + 2 };
  return { cost: 1 };
}

/** https://github.com/google/cel-go/blob/v0.26.0/ext/sets.go estimateSetsCost */
function setsCost(name: string, first: number, second: number): number {
  return first * second * (name === 'equivalent' ? 2 : 1) + 1;
}

function fifth(size: number): number {
  return Math.ceil(size * 0.2);
}

/** The size of an item of the list, `Infinity` if the schema has no limit. */
function itemSize({ target }: Call): number {
  return target?.node?.kind === 'array' ? maxElements(target.node.items) : Infinity;
}

function itemCost(call: Call): number {
  const item = call.receiver?.checkedType?.valueType?.name;
  return item === 'string' || item === 'bytes' ? tenth(itemSize(call)) : 0;
}

/** The size of the result of `replace`; a replaced text that is no literal may be empty. */
function replacedSize(size: number, by: number, old: Ast): number {
  const shortest = old.op === 'value' ? [...String(old.args)].length : 0;
  if (shortest === 0) return (size + 1) * by + size;
  return by <= shortest ? size : Math.ceil(size / shortest) * by;
}

function literalLimit({ parameters }: Call): number | undefined {
  const [, limit] = parameters;
  return limit?.op === 'value' ? Number(limit.args) : undefined;
}
