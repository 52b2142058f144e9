/**
 * CEL that judges a value for which the API server has no schema, as an admission policy must: the expression has the type string, and is
 * empty for a valid value. It finds all problems at once, as the API server does where it has a schema.
 */
import type { ArrayNode, MapNode, Node, ObjectNode } from '../node.ts';
import { rulesProblem } from './rules.ts';
import { isScalar, scalarProblem } from './scalars.ts';
import { below, empty, joined, literal, orElse, type Path, say } from './text.ts';

/** What is wrong with the value of the expression `value`. */
export function problems(node: Node, value: string, path: Path, depth = 0): string {
  const found = orElse(structure(node, value, path, depth), rulesProblem(node, value, path));
  return node.nullable ? `(${value} == null ? ${empty} : ${found})` : found;
}

function structure(node: Node, value: string, path: Path, depth: number): string {
  switch (node.kind) {
    case 'object':
      return ofType('map', value, path, fieldProblems(node, value, path, depth));
    case 'map':
      return ofType('map', value, path, entryProblems(node, value, path, depth));
    case 'array':
      return ofType('list', value, path, itemProblems(node, value, path, depth));
    default:
      return isScalar(node) ? scalarProblem(node, value, path) : empty;
  }
}

function ofType(type: 'map' | 'list', value: string, path: Path, inside: readonly string[]): string {
  return `(type(${value}) != ${type} ? ${say(path, `: must be a ${type}`)} : ${joined(inside)})`;
}

function fieldProblems(node: ObjectNode, value: string, path: Path, depth: number): string[] {
  return Object.entries(node.fields).map(([name, field]) => {
    const at = below(path, `.${name}`);
    const inner = problems(field, `${value}[${literal(name)}]`, at, depth);
    const absent = field.presence === 'required' ? say(at, ': is required') : empty;
    return absent === empty && inner === empty ? empty : `(${literal(name)} in ${value} ? ${inner} : ${absent})`;
  });
}

function entryProblems(
  { values, minProperties = 0, maxProperties }: MapNode,
  value: string,
  path: Path,
  depth: number,
) {
  const key = `k${depth}`;
  const inner = problems(values, `${value}[${key}]`, [...path, literal('.'), key], depth + 1);
  return [...sizes(value, path, minProperties, maxProperties), each(`${value}.map(${key}, ${inner})`, inner)];
}

function itemProblems(
  { items, listType, minItems = 0, maxItems }: ArrayNode,
  value: string,
  path: Path,
  depth: number,
) {
  const item = `i${depth}`;
  const inner = problems(items, item, below(path, '[]'), depth + 1);
  const isSet = `${value}.all(a, ${value}.exists_one(b, a == b))`;
  return [
    ...sizes(value, path, minItems, maxItems),
    ...(listType === 'set' ? [`(${isSet} ? ${empty} : ${say(path, ': has an entry twice')})`] : []),
    each(`${value}.map(${item}, ${inner})`, inner),
  ];
}

function each(mapped: string, inner: string): string {
  return inner === empty ? empty : `${mapped}.filter(m, m != '').join('; ')`;
}

function sizes(value: string, path: Path, least: number, most: number | undefined): string[] {
  return [
    ...(least > 0
      ? [`(${value}.size() < ${least} ? ${say(path, `: must have at least ${least} entries`)} : ${empty})`]
      : []),
    ...(most !== undefined
      ? [`(${value}.size() > ${most} ? ${say(path, `: may have at most ${most} entries`)} : ${empty})`]
      : []),
  ];
}
