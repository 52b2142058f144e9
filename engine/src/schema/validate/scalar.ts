/** Validates strings, numbers, booleans and choices: https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/validate/validator.go */
import { formats } from '../format/formats.ts';
import type { EnumNode, IntegerNode, IntOrStringNode, NumberNode, StringNode } from '../node.ts';
import { toPattern } from '../pattern/pattern.ts';
import {
  type Finding,
  outOfBounds,
  tooLong,
  unsupported,
  type ValidateAlone,
  wrongFormat,
  wrongType,
} from './findings.ts';
import { numberText } from './go-text.ts';
import { formatOf, isInteger, typeOf } from './type-of.ts';

/** Reports the first broken one of lengths and pattern, then the format. */
export function stringValidator(node: StringNode | IntOrStringNode): ValidateAlone {
  const { minLength, maxLength = Infinity, pattern, format } = node as StringNode;
  const expression = pattern === undefined ? undefined : toPattern(pattern);
  const isFormat = format === undefined ? undefined : formats[format];
  const types = node.kind === 'intOrString' ? 'integer,string' : 'string';
  return (value, path, out) => {
    if (typeof value !== 'string') {
      if (node.kind === 'intOrString' && isInteger(value)) {
        checkBounds(value as number, exact, path, out);
        return;
      }
      const type = format === undefined || value === null || Array.isArray(value) ? types : format;
      out.push(wrongType(path, type, type === format ? formatOf(value) : typeOf(value)));
      return;
    }
    const length = value.length > maxLength || minLength !== undefined ? [...value].length : 0;
    if (length > maxLength) out.push(tooLong(path, maxLength));
    else if (minLength !== undefined && length < minLength) {
      out.push(outOfBounds(path, value, `be at least ${minLength} chars long`));
    } else if (expression !== undefined && !expression.test(value)) {
      out.push(outOfBounds(path, value, `match '${pattern}'`));
    }
    if (isFormat !== undefined && !isFormat(value)) out.push(wrongFormat(path, format!, value));
  };
}

/** The whole numbers that JavaScript holds, and that Crossplane passes on to functions (structpb.Value has floats of 64 bits). */
export const exact = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

/** Checks type and bounds of a number. */
export function numberValidator(node: IntegerNode | NumberNode): ValidateAlone {
  const { kind, format } = node;
  const multipleOf = node.kind === 'integer' ? node.multipleOf : undefined;
  return (value, path, out) => {
    const number = typeof value === 'number' ? value : undefined;
    if (number === undefined || (kind === 'integer' && !isInteger(number))) {
      const byFormat = format !== undefined && typeof value !== 'string' && value !== null && !Array.isArray(value);
      out.push(wrongType(path, byFormat ? format : kind, byFormat ? formatOf(value) : typeOf(value)));
    }
    if (number === undefined) return;
    if (format === 'int32' && (number > 2147483647 || number < -2147483648)) {
      const message = `Invalid value: "": Checked value must be of type integer with format int32 in ${path}`;
      out.push({ path, message, blocking: false });
    }
    if (multipleOf !== undefined && number % multipleOf !== 0) {
      out.push(outOfBounds(path, value, `be a multiple of ${numberText(multipleOf)}`));
    }
    checkBounds(number, kind === 'integer' && isInteger(number) ? { ...exact, ...node } : node, path, out);
  };
}

function checkBounds(
  value: number,
  { minimum, maximum }: { readonly minimum?: number; readonly maximum?: number },
  path: string,
  out: Finding[],
): void {
  const bound = (limit: number) => (Number.isInteger(value) ? Math.trunc(limit) : limit);
  if (minimum !== undefined && value < bound(minimum)) {
    out.push(outOfBounds(path, value, `be greater than or equal to ${numberText(bound(minimum))}`));
  }
  if (maximum !== undefined && value > bound(maximum)) {
    out.push(outOfBounds(path, value, `be less than or equal to ${numberText(bound(maximum))}`));
  }
}

export function booleanValidator(): ValidateAlone {
  return (value, path, out) => {
    if (typeof value !== 'boolean') out.push(wrongType(path, 'boolean', typeOf(value)));
  };
}

/** Reports a value of another type twice, as the API server does. */
export function enumValidator({ values }: EnumNode): ValidateAlone {
  return (value, path, out) => {
    if (typeof value !== 'string') out.push(wrongType(path, 'string', typeOf(value)));
    if (!(values as readonly unknown[]).includes(value)) out.push(unsupported(path, value, values));
  };
}
