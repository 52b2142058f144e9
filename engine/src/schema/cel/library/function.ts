/** A function that rules may call, as a library declares it. */

export interface CelFunction {
  /** As `string.charAt(int): string`; the receiver comes first among the arguments of `run`. */
  readonly signature: string;
  readonly run: (...values: never[]) => unknown;
}

/** A type of values that only functions make, such as a quantity. */
export interface CelType {
  readonly name: string;
  readonly ctor: new (...values: never[]) => object;
}

/** A word in front of functions, as `sets` in `sets.contains(a, b)`: an object that only serves as their receiver. */
export interface CelNamespace {
  readonly word: string;
  readonly type: CelType;
}

export interface CelLibrary {
  readonly types?: readonly CelType[];
  readonly namespaces?: readonly CelNamespace[];
  readonly functions: readonly CelFunction[];
}

/** How a value is asked what it equals. */
export const equals = Symbol('equals');

/** A value that says itself what it equals. */
export interface Comparable {
  [equals](other: unknown): boolean;
}

/** The types whose values have an order, in the names of cel-js. */
export const orderedTypes = [
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
] as const;
