/** Ranges of versions, as packages name those of Crossplane that they accept. */

/** A lower or upper end: a version as numbers, and whether it belongs to the range. */
interface End {
  readonly version: readonly number[];
  readonly isIncluded: boolean;
}

interface Range {
  readonly from: End;
  readonly to: End;
}

const anyVersion: Range = {
  from: { version: [0, 0, 0], isIncluded: true },
  to: { version: [Infinity, 0, 0], isIncluded: false },
};

const comparator = /^(>=|<=|>|<|=|)v?(\d+)\.(\d+)\.(\d+)$/;

/**
 * Whether a range accepts fewer or more versions than before; `other` if each accepts some that the other does not, or if this cannot be decided.
 * Read are comparators with a whole version, all of which must hold, such as `>=v2.4.0 <v3.0.0`.
 */
export function rangeChange(old: string, now: string): 'same' | 'narrower' | 'wider' | 'other' {
  if (old === now) return 'same';
  const [before, after] = [rangeOf(old), rangeOf(now)];
  if (before === undefined || after === undefined) return 'other';
  const [from, to] = [compareFrom(before.from, after.from), compareTo(before.to, after.to)];
  if (from === 0 && to === 0) return 'same';
  if (from <= 0 && to >= 0) return 'narrower';
  return from >= 0 && to <= 0 ? 'wider' : 'other';
}

function rangeOf(text: string): Range | undefined {
  const parts = text
    .replaceAll(/(>=|<=|>|<|=)\s+/g, '$1')
    .split(/[\s,]+/)
    .filter((part) => part !== '');
  return parts.reduce<Range | undefined>((range, part) => {
    const [, operator, ...numbers] = comparator.exec(part) ?? [];
    if (range === undefined || operator === undefined) return undefined;
    return both(range, ofComparator(operator, numbers.map(Number)));
  }, anyVersion);
}

function ofComparator(operator: string, version: readonly number[]): Range {
  const end = { version, isIncluded: operator.endsWith('=') || operator === '' };
  switch (operator) {
    case '>':
    case '>=':
      return { ...anyVersion, from: end };
    case '<':
    case '<=':
      return { ...anyVersion, to: end };
    default:
      return { from: end, to: end };
  }
}

function both(a: Range, b: Range): Range {
  return { from: compareFrom(a.from, b.from) < 0 ? b.from : a.from, to: compareTo(a.to, b.to) > 0 ? b.to : a.to };
}

/** Negative if `a` lets in lower versions than `b`. */
function compareFrom(a: End, b: End): number {
  return compareVersions(a.version, b.version) || Number(b.isIncluded) - Number(a.isIncluded);
}

/** Positive if `a` lets in higher versions than `b`. */
function compareTo(a: End, b: End): number {
  return compareVersions(a.version, b.version) || Number(a.isIncluded) - Number(b.isIncluded);
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((number, at) => number !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
