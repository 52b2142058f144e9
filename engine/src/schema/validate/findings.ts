/**
 * What the schema checks find, in the API server's words:
 * https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/field/errors.go and
 * https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/errors/schema.go
 */
import type { Issue } from '../../errors.ts';
import { quote, valueText } from './go-text.ts';

/** One issue; while a blocking one exists, the API server does not evaluate rules. */
export interface Finding extends Issue {
  readonly blocking: boolean;
}

/** Checks a value at a path, where `old` is its value before an update, or undefined. */
export type Validate = (value: unknown, old: unknown, path: string, out: Finding[]) => void;

/** A check that does not look at the value before the update. */
export type ValidateAlone = (value: unknown, path: string, out: Finding[]) => void;

export function required(path: string): Finding {
  return { path, message: 'Required value', blocking: true };
}

export function unsupported(path: string, value: unknown, supported: readonly string[]): Finding {
  const values = supported.map((each) => quote(each)).join(', ');
  return { path, message: `Unsupported value: ${valueText(value)}: supported values: ${values}`, blocking: true };
}

/** The value is of type `actual` where `expected` should be. */
export function wrongType(path: string, expected: string, actual: string): Finding {
  const text = quote(actual);
  const message = `Invalid value: ${text}: ${path} in body must be of type ${expected}: ${text}`;
  return { path, message, blocking: true };
}

/** A string that is not of its format is told like a wrong type. */
export function wrongFormat(path: string, format: string, value: string): Finding {
  return wrongType(path, format, value);
}

export function tooLong(path: string, limit: number): Finding {
  return { path, message: `Too long: may not be more than ${limit} ${limit === 1 ? 'byte' : 'bytes'}`, blocking: true };
}

export function tooMany(path: string, actual: number, limit: number): Finding {
  const message = `Too many: ${actual}: must have at most ${limit} ${limit === 1 ? 'item' : 'items'}`;
  return { path, message, blocking: true };
}

/** The value breaks a bound: `should` says which, as in `be less than or equal to 5`. */
export function outOfBounds(path: string, value: unknown, should: string): Finding {
  return { path, message: `Invalid value: ${valueText(value)}: ${path} in body should ${should}`, blocking: false };
}

export function duplicate(path: string, value: unknown): Finding {
  return { path, message: `Duplicate value: ${valueText(value)}`, blocking: false };
}

export function invalid(path: string, value: unknown, detail: string): Finding {
  return { path, message: `Invalid value: ${valueText(value)}: ${detail}`, blocking: false };
}
