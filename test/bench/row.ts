/** The result of a benchmark: rows of numbers, or the reason why there are none. */

/** One quantity, measured several times. */
export interface Row {
  readonly name: string;
  /** The work behind one number, in words. */
  readonly work: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

/** A quantity that could not be measured here. */
export interface Skipped {
  readonly name: string;
  readonly skipped: string;
}

/** The part of the report that one benchmark adds. Ratios are ours / theirs, in the unit of the rows. */
export interface Findings {
  readonly rows: readonly (Row | Skipped)[];
  readonly ratios: Readonly<Record<string, number>>;
}

/** The row of `values`, one for each run. */
export function row(name: string, work: string, unit: string, values: readonly number[]): Row {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => rounded(sorted[index] ?? Number.NaN);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 ? at(middle) : rounded(((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2);
  return { name, work, unit, median, min: at(0), max: at(sorted.length - 1), runs: sorted.length };
}

/** Rounds to four significant digits; no measurement here is more precise. */
export const rounded = (value: number): number => Number(value.toPrecision(4));

/** `{ [key]: ours / theirs }`, or an empty object if one of them was skipped. */
export function ratio(key: string, ours: Row | Skipped | undefined, theirs: Row | Skipped | undefined) {
  if (ours === undefined || theirs === undefined || 'skipped' in ours || 'skipped' in theirs) return {};
  return { [key]: rounded(ours.median / theirs.median) };
}

/** How `y` grows with `x`: the exponent of the power law that fits best; 1 is linear. */
export function growthExponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (index: 0 | 1) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return rounded(above / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0));
}
