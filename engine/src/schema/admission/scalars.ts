/** CEL for what a string, a number or a choice may be. */
import type { EnumNode, IntegerNode, IntOrStringNode, Node, NumberNode, StringNode } from '../node.ts';
import { formatPatterns } from '../format/patterns.ts';
import { empty, literal, type Path, say } from './text.ts';

/** A condition that a value must not fulfil, and what is wrong with a value that does. */
type Mistake = readonly [condition: string, text: string];

/** A CEL expression of type string: what is wrong with `value`, empty if nothing is. */
export function scalarProblem(node: Node, value: string, path: Path): string {
  return mistakes(node, value).reduceRight(
    (rest, [condition, text]) => `(${condition} ? ${say(path, text)} : ${rest})`,
    empty,
  );
}

function mistakes(node: Node, value: string): readonly Mistake[] {
  switch (node.kind) {
    case 'string':
      return [[`type(${value}) != string`, ': must be a string'], ...ofText(node, value)];
    case 'enum':
      return [[`!(${value} in ${JSON.stringify(node.values)})`, `: must be one of ${node.values.join(', ')}`]];
    case 'boolean':
      return [[`type(${value}) != bool`, ': must be true or false']];
    case 'integer':
      return [[`!(${isWhole(value)})`, ': must be a whole number'], ...ofNumber(node, value)];
    case 'number':
      return [[`!(type(${value}) in [int, double])`, ': must be a number'], ...ofNumber(node, value)];
    case 'intOrString':
      return [[`!(type(${value}) == string || ${isWhole(value)})`, ': must be a string or a whole number']];
    default:
      return [];
  }
}

/** A whole number may be written as 5.0; `int` fails for a number that is too large. */
function isWhole(value: string): string {
  return `type(${value}) == int || (type(${value}) == double && ${value} > -9.0e15 && ${value} < 9.0e15 && double(int(${value})) == ${value})`;
}

function ofText(
  { minLength = 0, maxLength, pattern, format }: StringNode | (IntOrStringNode & Partial<StringNode>),
  value: string,
): Mistake[] {
  const asPattern = format && formatPatterns[format];
  return [
    ...(minLength > 0
      ? [[`${value}.size() < ${minLength}`, `: must have at least ${minLength} characters`] as const]
      : []),
    ...(maxLength !== undefined
      ? [[`${value}.size() > ${maxLength}`, `: may have at most ${maxLength} characters`] as const]
      : []),
    ...(pattern !== undefined ? [[`!${value}.matches(${literal(pattern)})`, `: must match ${pattern}`] as const] : []),
    ...(asPattern !== undefined
      ? [[`!${value}.matches(${literal(asPattern)})`, `: must be a ${format}`] as const]
      : []),
  ];
}

function ofNumber(node: IntegerNode | NumberNode, value: string): Mistake[] {
  const { minimum, maximum } = node;
  const multipleOf = node.kind === 'integer' ? node.multipleOf : undefined;
  return [
    ...(minimum !== undefined ? [[`${value} < ${minimum}`, `: must be at least ${minimum}`] as const] : []),
    ...(maximum !== undefined ? [[`${value} > ${maximum}`, `: may be at most ${maximum}`] as const] : []),
    ...(multipleOf !== undefined
      ? [[`int(${value}) % ${multipleOf} != 0`, `: must be a multiple of ${multipleOf}`] as const]
      : []),
  ];
}

/** The kinds of nodes that have no others in them. */
export function isScalar(node: Node): node is StringNode | EnumNode | IntegerNode | NumberNode | IntOrStringNode {
  return !['object', 'array', 'map', 'any', 'metadata'].includes(node.kind);
}
