/** Bracketed character classes of a regular expression. */
import { emitRange, readEscapedCharacter, readSet } from './escape.ts';
import type { PatternReader } from './pattern-reader.ts';

const posixClasses: { readonly [name: string]: string } = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** The class for JavaScript; as alternatives if it contains negated sets, which JavaScript can't nest. */
export function readClass(reader: PatternReader): string {
  reader.next();
  const negated = reader.take('^');
  let positive = '';
  const complements: string[] = [];
  let first = true;
  while (first || reader.peek !== ']') {
    first = false;
    const set = readPosix(reader) ?? readSet(reader);
    if (set === undefined) positive += readRange(reader);
    else if (set.negated) complements.push(set.set);
    else positive += set.set;
  }
  reader.next();
  if (complements.length === 0) return `[${negated ? '^' : ''}${positive}]`;
  const members = [...(positive === '' ? [] : [`[${positive}]`]), ...complements.map((set) => `[^${set}]`)];
  return negated ? `(?:(?!${members.join('|')})[^])` : `(?:${members.join('|')})`;
}

function readPosix(reader: PatternReader): { set: string; negated: boolean } | undefined {
  const match = reader.takeMatch(/\[:(\^?)(\w*):\]/y);
  if (match === undefined) return undefined;
  const set = posixClasses[match[2] ?? ''];
  if (set === undefined) throw new Error(`invalid character class range ${match[0]}`);
  return { set, negated: match[1] === '^' };
}

function readRange(reader: PatternReader): string {
  const from = readCharacter(reader);
  if (!/^-[^\]]/.test(reader.rest)) return emitRange(from);
  reader.next();
  const to = readCharacter(reader);
  if (to.codePointAt(0)! < from.codePointAt(0)!) throw new Error(`invalid character class range ${from}-${to}`);
  return emitRange(from, to);
}

function readCharacter(reader: PatternReader): string {
  if (reader.done) throw new Error('missing closing ]');
  return reader.peek === '\\' ? readEscapedCharacter(reader) : reader.next();
}
