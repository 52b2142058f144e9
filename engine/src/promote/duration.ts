/** Durations as a fleet writes them: a number and one unit. */

/** What `milliseconds` takes. */
export const durationPattern = '^[0-9]{1,6}[mhd]$';

const units = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** The milliseconds of a text such as `30m`, `24h` or `7d`, which the pattern has admitted. */
export function milliseconds(text: string): number {
  const unit = text.endsWith('d') ? units.d : text.endsWith('h') ? units.h : units.m;
  return Number(text.slice(0, -1)) * unit;
}

/** The duration in the largest unit of which it has two, rounded down, such as `36h`. A negative one is `0m`. */
export function durationText(duration: number): string {
  const [unit = 'm', size = units.m] = Object.entries(units).find(([, candidate]) => duration >= 2 * candidate) ?? [];
  return `${Math.max(0, Math.floor(duration / size))}${unit}`;
}
