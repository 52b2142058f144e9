/** CEL's conversions between types; cel-js reads and prints some values differently from Go: https://github.com/google/cel-go/tree/v0.26.0/common/types */
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { parseDate, parseGoDuration } from '../../format/time.ts';
import { numberText } from '../../validate/go-text.ts';
import type { CelLibrary } from './function.ts';
import { Cidr, Ip } from './ip.ts';

const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';

/** The text of a CEL value, as `string()` returns it. */
export function textOf(value: unknown): string {
  if (typeof value === 'number') return numberOf(value);
  if (value instanceof Date) return value.toISOString().replace(/\.?0*Z$/, 'Z');
  if (value instanceof Duration) return `${numberText(Number(value.seconds) + value.nanos / 1e9)}s`;
  if (value instanceof Ip || value instanceof Cidr) return value.text;
  if (value instanceof Uint8Array) return new TextDecoder('utf-8', { fatal: true }).decode(value);
  return String(value);
}

function numberOf(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? numberText(value) : value > 0 ? '+Inf' : '-Inf';
}

function notFromText(type: string): Error {
  return new Error(`type conversion error from 'string' to '${type}'`);
}

function integerOf(text: string): bigint {
  const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
  if (value === undefined || BigInt.asIntN(64, value) !== value) {
    throw notFromText('int');
  }
  return value;
}

function truncated(value: number): bigint {
  if (!(Math.abs(value) < 2 ** 63)) throw new Error('integer overflow');
  return BigInt(Math.trunc(value));
}

function doubleOf(text: string): number {
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
    throw notFromText('double');
  }
  return Number(text);
}

/** The duration of this length. */
export function durationOf(nanoseconds: bigint): Duration {
  return new Duration(nanoseconds / 1_000_000_000n, Number(nanoseconds % 1_000_000_000n));
}

function parsedDuration(text: string): Duration {
  const nanoseconds = parseGoDuration(text);
  if (nanoseconds === undefined) throw notFromText(DURATION);
  return durationOf(nanoseconds);
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,]\d+)?(?:Z|[+-](\d{2}):(\d{2}))$/;

/** The point in time of an RFC 3339 text. */
export function timestampOf(text: string): Date {
  const match = rfc3339.exec(text);
  const [hour, minute, second, offsetHour, offsetMinute] = (match ?? []).slice(2).map((part) => Number(part ?? 0));
  const exists =
    match !== null &&
    parseDate(match[1]!) !== undefined &&
    hour! < 24 &&
    minute! < 60 &&
    second! < 60 &&
    offsetHour! <= 24 &&
    offsetMinute! < 60;
  if (!exists) throw notFromText(TIMESTAMP);
  return new Date(text.replace(',', '.'));
}

const dayOfYear = (date: Date) =>
  BigInt(Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000));

export const conversions: CelLibrary = {
  functions: [
    ...['string', 'bool', 'int', 'uint', 'double', 'bytes', TIMESTAMP, DURATION, 'net.IP', 'net.CIDR'].map((type) => ({
      signature: `string(${type}): string`,
      run: textOf,
    })),
    { signature: 'int(int): int', run: (value: bigint) => value },
    { signature: 'int(uint): int', run: (value: { valueOf(): bigint }) => integerOf(String(value.valueOf())) },
    { signature: 'int(double): int', run: truncated },
    { signature: 'int(string): int', run: integerOf },
    { signature: `int(${TIMESTAMP}): int`, run: (date: Date) => BigInt(Math.floor(date.getTime() / 1000)) },
    { signature: 'double(double): double', run: (value: number) => value },
    { signature: 'double(int): double', run: Number },
    { signature: 'double(uint): double', run: Number },
    { signature: 'double(string): double', run: doubleOf },
    { signature: `duration(${DURATION}): ${DURATION}`, run: (value: Duration) => value },
    { signature: `duration(string): ${DURATION}`, run: parsedDuration },
    { signature: `timestamp(${TIMESTAMP}): ${TIMESTAMP}`, run: (date: Date) => date },
    { signature: `timestamp(string): ${TIMESTAMP}`, run: timestampOf },
    { signature: `timestamp(int): ${TIMESTAMP}`, run: (seconds: bigint) => new Date(Number(seconds) * 1000) },
    { signature: `${TIMESTAMP}.getDayOfYear(): int`, run: dayOfYear },
  ],
};
