/** What a benchmark finds: rows of numbers, or the reason why there are none. */

/** One thing measured several times. */
export interface Row {
  readonly name: string;
  /** What is done once per number, in words. */
  readonly work: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

/** Something that could not be measured here. */
export interface Skipped {
  readonly name: string;
  readonly skipped: string;
}

/** What one benchmark adds to the report. Ratios are ours / theirs, in the unit of the rows. */
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

/** Four significant digits: no measurement here is better than that. */
export const rounded = (value: number): number => Number(value.toPrecision(4));

/** `{ [key]: ours / theirs }`, or nothing where one of them was skipped. */
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
