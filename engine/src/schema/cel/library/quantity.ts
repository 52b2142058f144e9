/** Kubernetes quantities such as `1.5Gi`: https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/resource/quantity.go */
import { type CelLibrary, type Comparable, equals } from './function.ts';

/** The number `unscaled × 10^scale`. `small` is true if Kubernetes stores it as a scaled int64; only such numbers can be integers. */
export class Quantity implements Comparable {
  readonly unscaled: bigint;
  readonly scale: number;
  readonly small: boolean;

  constructor(unscaled: bigint, scale: number, small: boolean) {
    this.unscaled = unscaled;
    this.scale = scale;
    this.small = small;
  }

  compare(other: Quantity): bigint {
    const scale = Math.min(this.scale, other.scale);
    const difference = this.at(scale) - other.at(scale);
    return difference === 0n ? 0n : difference < 0n ? -1n : 1n;
  }

  [equals](other: unknown): boolean {
    return other instanceof Quantity && this.compare(other) === 0n;
  }

  plus(other: Quantity): Quantity {
    if (this.unscaled === 0n && this.small && other.small) return other;
    const scale = Math.min(this.scale, other.scale);
    const sum = this.at(scale) + other.at(scale);
    return new Quantity(sum, scale, this.small && other.small && BigInt.asIntN(64, sum) === sum);
  }

  negated(): Quantity {
    return new Quantity(-this.unscaled, this.scale, this.small);
  }

  /** The value as an int64, or undefined if Kubernetes does not store it as one. */
  get integer(): bigint | undefined {
    if (!this.small || this.scale < 0) return undefined;
    const value = this.at(0);
    return BigInt.asIntN(64, value) === value ? value : undefined;
  }

  private at(scale: number): bigint {
    return this.unscaled * 10n ** BigInt(this.scale - scale);
  }
}

const decimal: { readonly [suffix: string]: number } = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary: { readonly [suffix: string]: number } = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const largest = 2n ** 63n - 1n;

/** The quantity that a text represents, or undefined. */
function parseQuantity(text: string): Quantity | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?((?:[KMGTPE]i|[numkMGTPE])?|[eE][+-]?\d+)$/.exec(text);
  if (match === null || !/\d/.test(match[0])) return undefined;
  const [, sign, integer = '', fraction = '', suffix = ''] = match;
  if (integer === '' && fraction === '') return undefined;
  const num = integer.replace(/^0+/, '') || '0';
  const unsigned = BigInt(num + fraction);
  const shift = binary[suffix];
  const magnitude =
    shift === undefined
      ? ofDecimal(unsigned, exponentOf(suffix) - fraction.length, num.length + fraction.length)
      : ofBinary(unsigned, shift, num.length, fraction.length);
  return sign === '-' ? magnitude.negated() : magnitude;
}

function exponentOf(suffix: string): number {
  return decimal[suffix] ?? Number(suffix.slice(1));
}

function ofDecimal(unscaled: bigint, scale: number, digits: number): Quantity {
  if (digits <= 18 && scale >= -9) return new Quantity(unscaled, scale, true);
  return roundedUp(unscaled, scale);
}

function ofBinary(value: bigint, shift: number, digits: number, fractionDigits: number): Quantity {
  const unscaled = value << BigInt(shift);
  const precise = 15 - digits - Math.trunc(Math.fround((shift * 3) / 10)) - 1 >= 0;
  if (fractionDigits === 0 && precise && unscaled <= largest) return new Quantity(unscaled, 0, true);
  const rounded = roundedUp(unscaled, -fractionDigits);
  const cap = new Quantity(largest, 0, false);
  return rounded.compare(cap) > 0n ? cap : rounded;
}

/** The quantity, rounded up to a billionth. */
function roundedUp(unscaled: bigint, scale: number): Quantity {
  if (scale >= -9) return new Quantity(unscaled, scale, false);
  const unit = 10n ** BigInt(-9 - scale);
  return new Quantity((unscaled + unit - 1n) / unit, -9, false);
}

function required(text: string): Quantity {
  const quantity = parseQuantity(text);
  if (quantity !== undefined) return quantity;
  throw new Error("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
}

function asInteger(quantity: Quantity): bigint {
  if (quantity.integer === undefined) throw new Error('cannot convert value to integer');
  return quantity.integer;
}

const fromInteger = (value: bigint) => new Quantity(value, 0, true);
const type = 'kubernetes.Quantity';

export const quantities: CelLibrary = {
  types: [{ name: type, ctor: Quantity }],
  functions: [
    { signature: `quantity(string): ${type}`, run: required },
    { signature: 'isQuantity(string): bool', run: (text: string) => parseQuantity(text) !== undefined },
    { signature: `sign(${type}): int`, run: (q: Quantity) => q.compare(fromInteger(0n)) },
    { signature: `${type}.isGreaterThan(${type}): bool`, run: (a: Quantity, b: Quantity) => a.compare(b) > 0n },
    { signature: `${type}.isLessThan(${type}): bool`, run: (a: Quantity, b: Quantity) => a.compare(b) < 0n },
    { signature: `${type}.compareTo(${type}): int`, run: (a: Quantity, b: Quantity) => a.compare(b) },
    { signature: `${type}.isInteger(): bool`, run: (q: Quantity) => q.integer !== undefined },
    { signature: `${type}.asInteger(): int`, run: asInteger },
    {
      signature: `${type}.asApproximateFloat(): double`,
      run: (q: Quantity) => Number(q.unscaled) * 10 ** q.scale,
    },
    { signature: `${type}.add(${type}): ${type}`, run: (a: Quantity, b: Quantity) => a.plus(b) },
    { signature: `${type}.add(int): ${type}`, run: (a: Quantity, b: bigint) => a.plus(fromInteger(b)) },
    { signature: `${type}.sub(${type}): ${type}`, run: (a: Quantity, b: Quantity) => a.plus(b.negated()) },
    { signature: `${type}.sub(int): ${type}`, run: (a: Quantity, b: bigint) => a.plus(fromInteger(-b)) },
  ],
};
