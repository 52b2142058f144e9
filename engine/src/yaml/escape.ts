/** Reads what follows a backslash in a text in double quotes. */
import { type Cursor, problemAt } from './cursor.ts';

const characters: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
const lengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Passes an escape, whose backslash was passed, and returns the character that it stands for. */
export function readEscape(cursor: Cursor): string {
  const start = cursor.offset;
  const sign = cursor.text[start] ?? '';
  cursor.offset += 1;
  const character = characters[sign];
  if (character !== undefined) return character;
  const length = lengths[sign];
  if (length === undefined) throw problemAt(cursor, `\\${sign} is no escape of YAML 1.1`, start - 1);
  const digits = cursor.text.slice(cursor.offset, cursor.offset + length);
  if (!/^[\da-f]+$/i.test(digits) || digits.length < length) {
    throw problemAt(cursor, `\\${sign} needs ${length} hexadecimal digits`, start - 1);
  }
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw problemAt(cursor, `\\${sign}${digits} is no character`, start - 1);
  }
  cursor.offset += length;
  return String.fromCodePoint(code);
}
