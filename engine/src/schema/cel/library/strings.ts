/** CEL's functions on strings, which count code points: https://github.com/google/cel-go/blob/v0.26.0/ext/strings.go, version 2 as in Kubernetes. */
import { format } from './format.ts';
import type { CelLibrary } from './function.ts';

class Strings {}

function range(text: string, at: bigint): number {
  const points = [...text];
  if (at < 0n || at > BigInt(points.length)) throw new Error(`index out of range: ${at}`);
  return Number(at);
}

function charAt(text: string, at: bigint): string {
  return [...text][range(text, at)] ?? '';
}

/** The index, or -1; a start beyond the end finds nothing, a negative start is an error. */
function indexOf(text: string, part: string, from = 0n): bigint {
  if (part === '') return from;
  if (from < 0n) throw new Error(`index out of range: ${from}`);
  const [points, partPoints] = [[...text], [...part]];
  for (let i = Number(from); i + partPoints.length <= points.length; i += 1) {
    if (partPoints.every((point, j) => points[i + j] === point)) return BigInt(i);
  }
  return -1n;
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
  const [points, partPoints] = [[...text], [...part]];
  const start = from ?? BigInt(part === '' ? points.length : Math.max(0, points.length - 1));
  if (part === '') return start;
  if (start < 0n) throw new Error(`index out of range: ${start}`);
  if (start >= BigInt(points.length)) return -1n;
  for (let i = Math.min(Number(start), points.length - partPoints.length); i >= 0; i -= 1) {
    if (partPoints.every((point, j) => points[i + j] === point)) return BigInt(i);
  }
  return -1n;
}

function substring(text: string, from: bigint, to?: bigint): string {
  const points = [...text];
  const [start, end] = [range(text, from), to === undefined ? points.length : range(text, to)];
  if (start > end) throw new Error(`invalid substring range. start: ${start}, end: ${end}`);
  return points.slice(start, end).join('');
}

function replace(text: string, old: string, by: string, limit = -1n): string {
  if (old === '') return replaceEmpty(text, by, limit);
  const parts = text.split(old);
  const count = limit < 0n ? parts.length : Math.min(parts.length, Number(limit) + 1);
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(old)].join(by);
}

/** The text with `by` between all code points and at both ends. */
function replaceEmpty(text: string, by: string, limit: bigint): string {
  let left = limit < 0n ? Infinity : Number(limit);
  let result = '';
  for (const point of ['', ...text]) result += point + (left-- > 0 ? by : '');
  return result;
}

function split(text: string, separator: string, limit = -1n): string[] {
  if (limit === 0n) return [];
  const parts = separator === '' ? [...text] : text.split(separator);
  const count = limit < 0n ? parts.length : Math.min(Number(limit), parts.length);
  return parts.length === 0 ? [] : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

/** The text in double quotes, with CEL's escapes. */
function quote(text: string): string {
  const escapes = new Map([...'abfnrtv'].map((letter, i) => ['\x07\b\f\n\r\t\v'[i]!, `\\${letter}`]));
  return `"${text.replace(/[\x07-\r\\"]/g, (character) => escapes.get(character) ?? `\\${character}`)}"`;
}

const space = '[\\t\\n\\v\\f\\r\\x85\\p{Z}]';
const edges = new RegExp(`^${space}+|(?<!${space})${space}+$`, 'gu');

export const strings: CelLibrary = {
  namespaces: [{ word: 'strings', type: { name: 'kubernetes.Strings', ctor: Strings } }],
  functions: [
    { signature: 'string.charAt(int): string', run: charAt },
    { signature: 'string.format(list<dyn>): string', run: format },
    { signature: 'string.indexOf(string): int', run: indexOf },
    { signature: 'string.indexOf(string, int): int', run: indexOf },
    { signature: 'string.lastIndexOf(string): int', run: lastIndexOf },
    { signature: 'string.lastIndexOf(string, int): int', run: lastIndexOf },
    {
      signature: 'string.lowerAscii(): string',
      run: (text: string) => text.replace(/[A-Z]+/g, (c) => c.toLowerCase()),
    },
    {
      signature: 'string.upperAscii(): string',
      run: (text: string) => text.replace(/[a-z]+/g, (c) => c.toUpperCase()),
    },
    { signature: 'string.replace(string, string): string', run: replace },
    { signature: 'string.replace(string, string, int): string', run: replace },
    { signature: 'string.split(string): list<string>', run: split },
    { signature: 'string.split(string, int): list<string>', run: split },
    { signature: 'string.substring(int): string', run: substring },
    { signature: 'string.substring(int, int): string', run: substring },
    { signature: 'string.trim(): string', run: (text: string) => text.replace(edges, '') },
    { signature: 'kubernetes.Strings.quote(string): string', run: (_: Strings, text: string) => quote(text) },
  ],
};
