/** The ways in which a message may have been written, each undone: escapes of JSON and Go, of URLs and of forms, and base64. */

/** A text as one character per byte of UTF-8. */
export interface Reading {
  readonly bytes: string;
  /** The first and the end of the bytes of the message as which these bytes were written. */
  written(from: number, to: number): readonly [from: number, to: number];
}

const jsonEscape = /(?:\\u[0-9a-f]{4})+|\\x[0-9a-f]{2}|\\[abfnrtv0"'`/\\]/gi;
const percentEscape = /%[0-9a-f]{2}/gi;
const formEscape = /%[0-9a-f]{2}|\+/gi;
/** Both alphabets of base64. */
const base64 = /[\w+/-]{4,}={0,2}/g;
const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  0: '\0',
};
/** JSON may be quoted in JSON. */
const maxQuoting = 2;

/** A text as one character per byte of UTF-8. */
export const toBytes = (text: string): string => Buffer.from(text).toString('latin1');

/** The message as it is, and every other reading of it that may hold `shortest` bytes that are looked for. */
export function readings(message: string, shortest: number): readonly Reading[] {
  const quoted: Reading[] = [{ bytes: toBytes(message), written: (from, to) => [from, to] }];
  for (let quoting = 0; quoting < maxQuoting; quoting += 1) {
    const last = quoted.at(-1) as Reading;
    if (last.bytes.includes('\\')) quoted.push(undo(last, jsonEscape, fromJson));
  }
  const escaped = quoted.flatMap((reading) =>
    reading.bytes.includes('%')
      ? [reading, undo(reading, percentEscape, fromPercent), undo(reading, formEscape, fromPercent)]
      : [reading],
  );
  return [...escaped, ...escaped.map((reading) => undoBase64(reading, shortest))];
}

/** A part of a reading: `length` bytes from `at`, each of which took `width` bytes of the text below, from `from` to `to`. */
interface Piece {
  readonly at: number;
  readonly length: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

function reading(below: Reading, bytes: string, pieces: readonly Piece[]): Reading {
  const pieceAt = (index: number) => pieces.findLast(({ at }) => at <= index) as Piece;
  return {
    bytes,
    written(first, end) {
      const [begins, ends] = [pieceAt(first), pieceAt(end - 1)];
      const from = begins.from + Math.floor((first - begins.at) * begins.width);
      // The last byte has the padding of base64, too.
      const isLast = end === ends.at + ends.length;
      return below.written(from, isLast ? ends.to : ends.from + Math.ceil((end - ends.at) * ends.width));
    },
  };
}

/** The reading with each match of `pattern` replaced by what it stands for. */
function undo(below: Reading, pattern: RegExp, decode: (written: string) => string): Reading {
  let bytes = '';
  const pieces: Piece[] = [];
  let from = 0;
  const add = (read: string, to: number) => {
    // Several \u in a row are read together, since two of them may be one character.
    const { length } = read;
    pieces.push({ at: bytes.length, length, width: (to - from) / length, from, to });
    bytes += read;
    from = to;
  };
  for (const { 0: written, index } of below.bytes.matchAll(pattern)) {
    if (index > from) add(below.bytes.slice(from, index), index);
    add(decode(written), index + written.length);
  }
  if (below.bytes.length > from) add(below.bytes.slice(from), below.bytes.length);
  return reading(below, bytes, pieces);
}

/** What base64 in the message stands for. It may be a part of a longer text, so its groups of four may begin at four places. */
function undoBase64(below: Reading, shortest: number): Reading {
  let bytes = '';
  const pieces: Piece[] = [];
  for (const { 0: written, index } of below.bytes.matchAll(base64)) {
    if (written.length * 3 < shortest * 4) continue;
    for (let skipped = 0; skipped < 4; skipped += 1) {
      const read = Buffer.from(written.slice(skipped), 'base64').toString('latin1');
      const { length } = read;
      pieces.push({ at: bytes.length, length, width: 4 / 3, from: index + skipped, to: index + written.length });
      // No secret is found across two of them.
      bytes += `${read}\0`;
    }
  }
  return reading(below, bytes, pieces);
}

function fromJson(written: string): string {
  const kind = written[1] ?? '';
  if (kind === 'u' || kind === 'U') return toBytes(JSON.parse(`"${written.toLowerCase()}"`) as string);
  if (kind === 'x' || kind === 'X') return String.fromCharCode(Number.parseInt(written.slice(2), 16));
  return letters[kind] ?? kind;
}

function fromPercent(written: string): string {
  return written === '+' ? ' ' : String.fromCharCode(Number.parseInt(written.slice(1), 16));
}
