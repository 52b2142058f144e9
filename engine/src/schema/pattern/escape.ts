/** Translates the escapes of RE2 for JavaScript. */
import type { PatternReader } from './pattern-reader.ts';

/** The characters of `\d`, `\s` and `\w` in RE2. */
const perlClasses: { readonly [letter: string]: string } = {
  d: '0-9',
  s: '\\t\\n\\f\\r ',
  w: '0-9A-Za-z_',
};

/** The contents of a bracketed class for `\d`, `\pL` and the like, with whether it is negated; undefined for any other escape. */
export function readSet(reader: PatternReader): { set: string; negated: boolean } | undefined {
  const perl = reader.takeMatch(/\\([dswDSW])/y)?.[1];
  if (perl !== undefined) return { set: perlClasses[perl.toLowerCase()]!, negated: perl < 'a' };
  const property = reader.takeMatch(/\\([pP])(?:\{(\^?)([A-Za-z_]+)\}|([A-Z]))/y);
  if (property === undefined) return undefined;
  const [, letter, caret = '', long, short] = property;
  return { set: propertySet(long ?? short ?? ''), negated: (letter === 'P') !== (caret === '^') };
}

function propertySet(name: string): string {
  if (name === 'Any') return '\\p{Any}';
  for (const set of [`\\p{${name}}`, `\\p{Script=${name}}`]) {
    if (name.length > 2 && set === `\\p{${name}}`) continue;
    try {
      void new RegExp(set, 'u');
      return set;
    } catch {
      continue;
    }
  }
  throw new Error(`unknown character class \\p{${name}}`);
}

/** The character that an escape stands for. */
export function readEscapedCharacter(reader: PatternReader): string {
  const hex = reader.takeMatch(/\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/y);
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex[1] ?? hex[2] ?? '', 16));
  const octal = reader.takeMatch(/\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/y)?.[1];
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  const control = reader.takeMatch(/\\([aftnrv])/y)?.[1];
  if (control !== undefined) return { a: '\x07', f: '\f', t: '\t', n: '\n', r: '\r', v: '\v' }[control]!;
  if (/^\\[1-9]/.test(reader.rest)) throw new Error('RE2 has no backreferences');
  reader.next();
  const escaped = reader.next();
  if (/[A-Za-z0-9]|[^\x00-\x7f]/.test(escaped)) throw new Error(`invalid escape sequence \\${escaped}`);
  return escaped;
}

/** The JavaScript for an escape outside of brackets. */
export function readEscape(reader: PatternReader): string {
  const boundary = reader.takeMatch(/\\([bBAz])/y)?.[1];
  if (boundary !== undefined) return { b: '\\b', B: '\\B', A: '^', z: '$' }[boundary]!;
  const quoted = reader.takeMatch(/\\Q([^]*?)(?:\\E|$)/y);
  if (quoted !== undefined) throw new Error('\\Q…\\E is not supported here: escape the characters one by one');
  const set = readSet(reader);
  if (set !== undefined) return `[${set.negated ? '^' : ''}${set.set}]`;
  return emitRange(readEscapedCharacter(reader));
}

/** A character, or a range of two, escaped for either side of brackets. */
export function emitRange(from: string, to = from): string {
  return from === to ? emit(from) : `${emit(from)}-${emit(to)}`;
}

function emit(character: string): string {
  if (/[\^$\\.*+?()[\]{}|/-]/.test(character)) return character === '-' ? '\\x2d' : `\\${character}`;
  return character === '\n' ? '\\n' : character === '\r' ? '\\r' : character;
}
