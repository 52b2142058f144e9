/** Translates regular expressions of Go's RE2 for JavaScript: https://github.com/google/re2/wiki/Syntax */
import { readClass } from './character-class.ts';
import { PatternReader } from './pattern-reader.ts';
import { emitRange, readEscape } from './escape.ts';

/** The same expression for JavaScript, always with the flag `u`; throws an `Error` for syntax that RE2 refuses or that is not supported here. */
export function toRegExp(pattern: string, flags = ''): RegExp {
  const reader = new PatternReader(pattern);
  const source = alternatives(reader, { i: false, s: false, m: false }, 0);
  if (!reader.done) throw new Error('unexpected )');
  return new RegExp(source, `u${flags}`);
}

/** RE2's flags: `i` ignores case, `s` lets `.` match a newline, `m` lets `^` and `$` match at each line. */
interface Flags {
  readonly i: boolean;
  readonly s: boolean;
  readonly m: boolean;
}

function alternatives(reader: PatternReader, outer: Flags, depth: number): string {
  if (depth > 200) throw new Error('expression nests too deeply');
  let flags = outer;
  let source = '';
  while (!reader.done && reader.peek !== ')') {
    if (reader.take('|')) {
      source += '|';
      continue;
    }
    const changed = reader.takeMatch(/\(\?([a-zA-Z]*(?:-[a-zA-Z]+)?)\)/y);
    if (changed !== undefined) {
      flags = changeFlags(flags, changed[1] ?? '');
      continue;
    }
    source += quantified(reader, atom(reader, flags, depth));
  }
  return source;
}

function atom(reader: PatternReader, flags: Flags, depth: number): string {
  const next = reader.peek;
  switch (next) {
    case '(':
      return group(reader, flags, depth);
    case '[':
      return sensitive(readClass(reader), flags);
    case '\\':
      return sensitive(readEscape(reader), flags);
    case '.':
      reader.next();
      return flags.s ? '[^]' : '[^\\n]';
    case '^':
      reader.next();
      return flags.m ? '(?<![^\\n])' : '^';
    case '$':
      reader.next();
      return flags.m ? '(?![^\\n])' : '$';
    case '*':
    case '+':
    case '?':
      throw new Error(`missing argument to repetition operator ${next}`);
    default:
      if (/^\{\d+(?:,\d*)?\}/.test(reader.rest)) throw new Error('missing argument to repetition operator {');
      return sensitive(emitRange(reader.next()), flags);
  }
}

function group(reader: PatternReader, flags: Flags, depth: number): string {
  reader.next();
  if (/^\?(?:[=!]|<[=!])/.test(reader.rest)) throw new Error('RE2 has no lookahead or lookbehind');
  const opening = reader.takeMatch(/\?(?:P?<([A-Za-z0-9_]+)>|([a-zA-Z]*(?:-[a-zA-Z]+)?):)/y);
  if (opening === undefined && reader.peek === '?') throw new Error('invalid or unsupported group (?');
  const inner = opening?.[2] === undefined ? flags : changeFlags(flags, opening[2]);
  const source = alternatives(reader, inner, depth + 1);
  if (!reader.take(')')) throw new Error('missing closing )');
  return opening?.[2] === undefined ? `(${source})` : `(?:${source})`;
}

function quantified(reader: PatternReader, source: string): string {
  const match = reader.takeMatch(/([*+?]|\{(\d+)(,(\d*))?\})(\??)/y);
  if (match === undefined) return source;
  const [, operator = '', min, comma, max, lazy = ''] = match;
  if (min !== undefined) {
    const upper = comma === undefined ? Number(min) : max === '' ? 0 : Number(max);
    if (Number(min) > 1000 || upper > 1000) throw new Error(`invalid repeat count ${operator}: RE2 allows 1000`);
    if (upper !== 0 && upper < Number(min)) throw new Error(`invalid repeat count ${operator}`);
  }
  if (/^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(reader.rest)) throw new Error('nested repetition operator');
  return /^(?:\^|\$|\\b|\\B|\(\?[<!=])/.test(source)
    ? `(?:${source})${operator}${lazy}`
    : `${source}${operator}${lazy}`;
}

function changeFlags(flags: Flags, change: string): Flags {
  const [on = '', off = ''] = change.split('-');
  if (/[^ism]/.test(on + off)) throw new Error(`unsupported flags (?${change})`);
  const changed = { ...flags };
  for (const flag of on) changed[flag as keyof Flags] = true;
  for (const flag of off) changed[flag as keyof Flags] = false;
  return changed;
}

/** Applies the flag `i` to characters and classes only: at a word boundary it would change what JavaScript takes for a word. */
function sensitive(source: string, { i }: Flags): string {
  return i && !/^(?:\\[bB]|[\^$])$/.test(source) ? `(?i:${source})` : source;
}
