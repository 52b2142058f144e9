/**
 * The findings of the schema checks, with the messages of the API server:
 * https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/field/errors.go and
 * https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/errors/schema.go
 */
import type { Issue } from '../../errors.ts';
import { quote, valueText } from './go-text.ts';

/** One issue; if any is blocking, the API server does not evaluate rules. */
export interface Finding extends Issue {
  readonly blocking: boolean;
}

/**
 * A check looks at no further items once it has this many findings: a value of megabytes can have millions. The API server stops its search for
 * unknown fields at 100: https://github.com/kubernetes-sigs/json/blob/2d320260d730/internal/golang/encoding/json/kubernetes_patch.go
 */
export const enoughFindings = 1000;

/** Checks a value at a path; `old` is its value before an update, or undefined. */
export type Validate = (value: unknown, old: unknown, path: string, out: Finding[]) => void;

/** A check that does not look at the value before the update. */
export type ValidateAlone = (value: unknown, path: string, out: Finding[]) => void;

export function required(path: string): Finding {
  return { path, message: 'Required value', blocking: true };
}

export function unsupported(path: string, value: unknown, supported: readonly string[]): Finding {
  const values = supported.map((name) => quote(name)).join(', ');
  return { path, message: `Unsupported value: ${valueText(value)}: supported values: ${values}`, blocking: true };
}

/** The value has the type `actual` instead of `expected`. */
export function wrongType(path: string, expected: string, actual: string): Finding {
  const text = quote(actual);
  const message = `Invalid value: ${text}: ${path} in body must be of type ${expected}: ${text}`;
  return { path, message, blocking: true };
}

/** A string that does not have its format; the message is that of a wrong type. */
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

/** The value breaks a bound; `should` names it, such as `be less than or equal to 5`. */
export function outOfBounds(path: string, value: unknown, should: string): Finding {
  return { path, message: `Invalid value: ${valueText(value)}: ${path} in body should ${should}`, blocking: false };
}

export function duplicate(path: string, value: unknown): Finding {
  return { path, message: `Duplicate value: ${valueText(value)}`, blocking: false };
}

export function invalid(path: string, value: unknown, detail: string): Finding {
  return { path, message: `Invalid value: ${valueText(value)}: ${detail}`, blocking: false };
}
