/** Limits of strings, numbers, lists and maps: the API server estimates the cost of rules from them. */
import { toPattern } from '../pattern/pattern.ts';
import type { EnumNode, IntegerNode, NumberNode, StringFormat, StringNode } from '../node.ts';
import type { Review } from './place.ts';

export const reviewBounds: Review = (node) => {
  switch (node.kind) {
    case 'string':
    case 'intOrString':
      return [...lengths(node as StringNode), ...pattern(node.pattern)];
    case 'integer':
    case 'number':
      return numbers(node);
    case 'enum':
      return choices(node);
    case 'array':
      return counts(node.minItems, node.maxItems, 'minItems', 'maxItems', 'list');
    case 'map':
      return counts(node.minProperties, node.maxProperties, 'minProperties', 'maxProperties', 'map');
    default:
      return [];
  }
};

/** Formats that limit the length of a text. */
const shortFormats: ReadonlySet<StringFormat> = new Set([
  'cidr',
  'date',
  'date-time',
  'ipv4',
  'ipv6',
  'k8s-long-name',
  'k8s-short-name',
  'mac',
  'uuid',
]);

function lengths({ minLength, maxLength, format, pattern: expression }: StringNode): string[] {
  const isBounded =
    maxLength !== undefined || (format !== undefined && shortFormats.has(format)) || isFinite(expression);
  return [
    ...(isBounded ? [] : ['has no maxLength: an unbounded string makes rules too expensive for the API server']),
    ...ordered(minLength, maxLength, 'minLength', 'maxLength'),
  ];
}

/** Whether an expression is anchored at both ends and has no unlimited repetition. */
function isFinite(expression: string | undefined): boolean {
  if (expression === undefined || !/^(?:\(\?[is]+\))?\^.*\$$/s.test(expression) || expression.includes('|'))
    return false;
  return !/[*+]|\{\d+,\}/.test(expression.replace(/\\./gs, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x'));
}

function pattern(expression: string | undefined): string[] {
  if (expression === undefined) return [];
  try {
    toPattern(expression);
    return [];
  } catch (error) {
    return [`pattern ${expression} is not a regular expression of RE2: ${(error as Error).message}`];
  }
}

function counts(
  min: number | undefined,
  max: number | undefined,
  minName: string,
  maxName: string,
  shape: string,
): string[] {
  const missing =
    max === undefined ? [`has no ${maxName}: an unbounded ${shape} makes rules too expensive for the API server`] : [];
  return [...missing, ...ordered(min, max, minName, maxName)];
}

function ordered(min: number | undefined, max: number | undefined, minName: string, maxName: string): string[] {
  const wrong = [[minName, min] as const, [maxName, max] as const].flatMap(([name, value]) =>
    value !== undefined && (!Number.isSafeInteger(value) || value < 0)
      ? [`${name} must be a whole number from 0 on, not ${value}`]
      : [],
  );
  return min !== undefined && max !== undefined && min > max
    ? [...wrong, `${minName} ${min} is above ${maxName} ${max}`]
    : wrong;
}

function numbers(node: IntegerNode | NumberNode): string[] {
  const { minimum, maximum } = node;
  const multipleOf = node.kind === 'integer' ? node.multipleOf : undefined;
  const limits = { minimum, maximum, multipleOf };
  const wrong = Object.entries(limits).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (!Number.isFinite(value)) return [`${name} must be a number, not ${value}`];
    return node.kind === 'integer' && !Number.isSafeInteger(value)
      ? [`${name} of an integer must be a whole number, not ${value}`]
      : [];
  });
  if (multipleOf !== undefined && multipleOf <= 0) wrong.push(`multipleOf must be above 0, not ${multipleOf}`);
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    wrong.push(`minimum ${minimum} is above maximum ${maximum}`);
  }
  return wrong;
}

function choices({ values, nullable }: EnumNode): string[] {
  const repeated = values.filter((value, i) => values.indexOf(value) !== i);
  const odd = values.filter((value) => !/^[A-Za-z0-9]([A-Za-z0-9._/+-]*[A-Za-z0-9])?$/.test(value));
  return [
    ...(values.length === 0 ? ['offers no value'] : []),
    ...repeated.map((value) => `offers "${value}" twice`),
    ...odd.map((value) => `offers "${value}": values are words of letters and digits, joined by one of . _ / + -`),
    ...(nullable ? ['is a choice that may be null: Kubernetes never accepts null for a choice; make it optional'] : []),
  ];
}
