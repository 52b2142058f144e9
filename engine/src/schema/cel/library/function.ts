/** The declaration of functions and types that rules may use. */

export interface CelFunction {
  /** Such as `string.charAt(int): string`; the receiver is the first argument of `run`. */
  readonly signature: string;
  readonly run: (...values: never[]) => unknown;
}

/** A type whose values only functions create, such as a quantity. */
interface CelType {
  readonly name: string;
  readonly ctor: new (...values: never[]) => object;
}

/** A namespace of functions, such as `sets` in `sets.contains(a, b)`; in cel-js it is an object that serves as their receiver. */
interface CelNamespace {
  readonly word: string;
  readonly type: CelType;
}

export interface CelLibrary {
  readonly types?: readonly CelType[];
  readonly namespaces?: readonly CelNamespace[];
  readonly functions: readonly CelFunction[];
}

/** The name of the method that compares a value with another. */
export const equals = Symbol('equals');

/** A value with its own definition of equality. */
export interface Comparable {
  [equals](other: unknown): boolean;
}

/** The names in cel-js of the types whose values have an order. */
export const orderedTypes = [
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
] as const;
