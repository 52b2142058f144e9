/** Dates, times and durations as Go and kube-openapi read them. */

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Milliseconds since 1970 of a date such as `2006-01-02`, or undefined. */
export function parseDate(text: string): number | undefined {
  const match = datePattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() : undefined;
}

const timePattern = /^(\d{2}):(\d{2}):(\d{2})(?:.\d+)?(?:z|[+-]\d{2}:\d{2})$/;

/** Whether kube-openapi accepts the text as a date and time: RFC 3339, but with any character before the fraction. */
export function isDateTime(text: string): boolean {
  const [date, time] = text.toLowerCase().split('t');
  if (date === undefined || time === undefined || parseDate(date) === undefined) return false;
  const match = timePattern.exec(time);
  return match !== null && match[1]! <= '23' && match[2]! <= '59' && match[3]! <= '59';
}

const nanoseconds: { readonly [unit: string]: bigint } = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const amountPattern = /(?=\.?\d)(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;
const maxDigits = String(2n ** 63n).length;

/**
 * Nanoseconds of a Go duration such as `1h30m` or `-1.5s`, or undefined. Like Go, it does not read digits that no duration can hold:
 * https://github.com/golang/go/blob/go1.25.0/src/time/format.go ParseDuration
 */
export function parseGoDuration(text: string): bigint | undefined {
  const sign = /^[+-]?/.exec(text)![0];
  if (text === `${sign}0`) return 0n;
  const limit = 2n ** 63n - (sign === '-' ? 0n : 1n);
  let total = 0n;
  let end = sign.length;
  while (end < text.length || end === sign.length) {
    amountPattern.lastIndex = end;
    const [amount, integer = '', decimals = '', unit = ''] = amountPattern.exec(text) ?? [];
    if (amount === undefined) return undefined;
    const digits = integer.replace(/^0+/, '');
    if (digits.length > maxDigits) return undefined;
    const fraction = decimals.slice(0, maxDigits);
    const scale = nanoseconds[unit]!;
    total += BigInt(digits) * scale + (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
    if (total > limit) return undefined;
    end += amount.length;
  }
  return sign === '-' ? -total : total;
}

/** Units of the format `duration`; any word that begins with `prefix` counts, such as `minutes`. */
const longUnits: readonly {
  readonly exact: readonly string[];
  readonly prefix: string;
  readonly nanoseconds: bigint;
}[] = [
  { exact: ['ns'], prefix: 'nano', nanoseconds: 1n },
  { exact: ['us', 'µs'], prefix: 'micro', nanoseconds: 1_000n },
  { exact: ['ms'], prefix: 'milli', nanoseconds: 1_000_000n },
  { exact: ['s'], prefix: 'sec', nanoseconds: nanoseconds['s']! },
  { exact: ['m'], prefix: 'min', nanoseconds: nanoseconds['m']! },
  { exact: ['h', 'hr'], prefix: 'hour', nanoseconds: nanoseconds['h']! },
  { exact: ['d'], prefix: 'day', nanoseconds: 24n * nanoseconds['h']! },
  { exact: ['w', 'wk'], prefix: 'week', nanoseconds: 7n * 24n * nanoseconds['h']! },
];

/** Nanoseconds of a duration as the format `duration` reads it, or undefined: Go's form, or amounts like `5 minutes` anywhere in the text. */
export function parseDuration(text: string): bigint | undefined {
  const exact = parseGoDuration(text);
  if (exact !== undefined) return exact;
  let total: bigint | undefined;
  for (const [, amount = '', written = ''] of text.matchAll(/(?<!\d)(\d+)\s*([A-Za-zµ]+)/g)) {
    if (BigInt(amount) > 2n ** 63n - 1n) return undefined;
    const unit = written.toLowerCase();
    for (const { exact: names, prefix, nanoseconds: scale } of longUnits) {
      if (names.includes(unit) || unit.startsWith(prefix)) total = (total ?? 0n) + BigInt(amount) * scale;
    }
  }
  return total === undefined ? undefined : BigInt.asIntN(64, total);
}
