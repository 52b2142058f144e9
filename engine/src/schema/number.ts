/** Whole and real numbers. */
import { makeNode } from './make-node.ts';
import type { Schema } from './node.ts';
import type { Rules } from './rule.ts';

interface Bounds extends Rules {
  /** Inclusive. */
  readonly minimum?: number;
  /** Inclusive. */
  readonly maximum?: number;
}

export interface IntegerOptions extends Bounds {
  readonly multipleOf?: number;
  readonly format?: 'int32' | 'int64';
}

export interface NumberOptions extends Bounds {
  readonly format?: 'float' | 'double';
}

/** A whole number within the given bounds. */
export function integer(
  description: string,
  { rules, ...bounds }: IntegerOptions = {},
): Schema<number, number, 'required'> {
  return makeNode({ kind: 'integer', ...bounds }, description, rules);
}

/** A number within the given bounds. */
export function number(
  description: string,
  { rules, ...bounds }: NumberOptions = {},
): Schema<number, number, 'required'> {
  return makeNode({ kind: 'number', ...bounds }, description, rules);
}
