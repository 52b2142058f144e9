/** Cuts a document into tokens by the rules of libyaml: https://github.com/yaml/go-yaml/blob/v2.4.3/scannerc.go */
import { readBlockScalar } from './block-scalar.ts';
import {
  columnOf,
  type Cursor,
  isAtEnd,
  isBlankOrEnd,
  isBreak,
  isDocumentMark,
  passRestOfLine,
  peek,
  problemAt,
  readBreak,
  tabIndents,
  YamlProblem,
} from './cursor.ts';
import { readPlain, readQuoted, startsPlain } from './flow-scalar.ts';
import { maxDepth, tooDeep } from './nodes.ts';
import { readAnchor, readTag } from './properties.ts';
import type { Mark, Token } from './tokens.ts';

/** A token that a colon after it would make a key. */
interface PossibleKey {
  /** The index of the token. */
  readonly token: number;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** Whether nothing else than a key can stand here. */
  readonly required: boolean;
}

/** The longest text of a key without a question mark before it, in characters. */
const longestKey = 1024;
const brackets: Readonly<Record<string, Mark>> = {
  '[': 'flow list',
  '{': 'flow map',
  ']': 'flow list end',
  '}': 'flow map end',
};

/** Returns the tokens of the first document in `text`, which is at `base` in its file; the last one is its end, or a problem. */
export function scan(text: string, base: number): Token[] {
  const cursor: Cursor = { text, base, offset: text.startsWith('\ufeff') ? 1 : 0, line: 0, lineStart: 0 };
  cursor.lineStart = cursor.offset;
  const tokens: Token[] = [];
  /** The possible key of the block, then of every open bracket. */
  const keys: (PossibleKey | undefined)[] = [undefined];
  const outerIndents: number[] = [];
  let indent = -1;
  let keyAllowed = true;

  const inFlow = (): boolean => keys.length > 1;
  const push = (type: Mark, length = 0): void => {
    tokens.push({ type, offset: base + cursor.offset });
    cursor.offset += length;
  };

  const saveKey = (): void => {
    if (!keyAllowed) return;
    const [column, { offset, line }] = [columnOf(cursor), cursor];
    const required = !inFlow() && indent === column;
    dropKey();
    keys[keys.length - 1] = { token: tokens.length, offset, line, column, required };
  };

  const dropKey = (): void => {
    const key = keys.at(-1);
    if (key?.required) throw problemAt(cursor, "could not find expected ':'", key.offset);
    keys[keys.length - 1] = undefined;
  };

  /** The possible key that a colon at the cursor belongs to. */
  const keyOfColon = (): PossibleKey | undefined => {
    const key = keys.at(-1);
    if (key === undefined) return undefined;
    if (key.line === cursor.line && isShort(text, key.offset, cursor.offset)) return key;
    dropKey();
    return undefined;
  };

  /** Opens a collection if this column is further in than the one around it. */
  const indentTo = (column: number, type: Mark, offset = cursor.offset, at = tokens.length): void => {
    if (inFlow() || indent >= column) return;
    if (outerIndents.push(indent) > maxDepth) throw problemAt(cursor, tooDeep);
    indent = column;
    tokens.splice(at, 0, { type, offset: base + offset });
  };

  const closeBlocks = (column: number): void => {
    if (inFlow()) return;
    for (; indent > column; indent = outerIndents.pop()!) push('block end');
  };

  /** Begins an entry or a key of a block. */
  const openBlock = (type: Mark, what: string): void => {
    if (inFlow()) return;
    if (!keyAllowed) throw problemAt(cursor, `${what} not allowed in this context`);
    indentTo(columnOf(cursor), type);
  };

  const separate = (type: Mark): void => {
    closeBlocks(-1);
    dropKey();
    keyAllowed = false;
    push(type, 3);
  };

  /** A tab is no blank if it would indent a key. */
  const isPassed = (): boolean =>
    text[cursor.offset] === ' ' || (text[cursor.offset] === '\t' && (inFlow() || !keyAllowed));

  const passBlanks = (): void => {
    for (;;) {
      if (text[cursor.offset] === '\ufeff' && columnOf(cursor) === 0) {
        throw problemAt(cursor, 'a byte order mark is inside the text: take it out');
      }
      while (isPassed()) cursor.offset += 1;
      if (text[cursor.offset] === '#') passRestOfLine(cursor);
      if (!isBreak(peek(cursor))) return;
      readBreak(cursor);
      if (!inFlow()) keyAllowed = true;
    }
  };

  const passColon = (): void => {
    const key = keyOfColon();
    if (key === undefined) {
      openBlock('block map', 'mapping values are');
      keyAllowed = !inFlow();
    } else if (tokens[key.token]!.type.startsWith('flow')) {
      throw problemAt(cursor, 'a list or a map cannot be a key', key.offset);
    } else {
      tokens.splice(key.token, 0, { type: 'key', offset: base + key.offset });
      indentTo(key.column, 'block map', key.offset, key.token);
      keys[keys.length - 1] = undefined;
      keyAllowed = false;
    }
    push('value', 1);
  };

  const passBracket = (type: Mark): void => {
    if (type.endsWith('end')) {
      dropKey();
      if (inFlow()) keys.pop();
      keyAllowed = false;
    } else {
      saveKey();
      keys.push(undefined);
      if (keys.length > maxDepth) throw problemAt(cursor, tooDeep);
      keyAllowed = true;
    }
    push(type, 1);
  };

  const passEntry = (type: 'block entry' | 'flow entry'): void => {
    if (type === 'block entry') openBlock('block list', 'block sequence entries are');
    dropKey();
    keyAllowed = true;
    push(type, 1);
  };

  const passQuestion = (): void => {
    openBlock('block map', 'mapping keys are');
    dropKey();
    keyAllowed = !inFlow();
    push('key', 1);
  };

  const passProperty = (type: 'alias' | 'anchor' | 'tag'): void => {
    saveKey();
    keyAllowed = false;
    const offset = base + cursor.offset;
    tokens.push({ type, offset, text: type === 'tag' ? readTag(cursor) : readAnchor(cursor) });
  };

  const passQuoted = (): void => {
    saveKey();
    keyAllowed = false;
    const offset = base + cursor.offset;
    tokens.push({ type: 'scalar', offset, text: readQuoted(cursor), plain: false });
  };

  const passBlockScalar = (): void => {
    dropKey();
    keyAllowed = true;
    const offset = base + cursor.offset;
    tokens.push({ type: 'scalar', offset, text: readBlockScalar(cursor, indent), plain: false });
  };

  const passPlain = (): void => {
    saveKey();
    const offset = base + cursor.offset;
    const plain = readPlain(cursor, indent, inFlow());
    keyAllowed = plain.endsLine;
    tokens.push({ type: 'scalar', offset, text: plain.text, plain: true });
  };

  /** Passes the next token. Returns whether the document goes on. */
  const passToken = (): boolean => {
    passBlanks();
    closeBlocks(columnOf(cursor));
    const sign = text[cursor.offset] ?? '';
    const next = peek(cursor, 1);
    if (sign === '') return false;
    if (sign === '%' && columnOf(cursor) === 0) throw problemAt(cursor, 'kubectl reads no directive: take it out');
    if (isDocumentMark(cursor)) {
      const isFirst = tokens.length === 0 && sign === '-';
      separate(sign === '-' ? 'document start' : 'document end');
      return isFirst;
    }
    const bracket = brackets[sign];
    if (bracket !== undefined) passBracket(bracket);
    else if (sign === ',') passEntry('flow entry');
    else if (sign === '-' && isBlankOrEnd(next)) passEntry('block entry');
    else if (sign === '?' && (inFlow() || isBlankOrEnd(next))) passQuestion();
    else if (sign === ':' && (inFlow() || isBlankOrEnd(next))) passColon();
    else if (sign === '*') passProperty('alias');
    else if (sign === '&') passProperty('anchor');
    else if (sign === '!') passProperty('tag');
    else if ((sign === '|' || sign === '>') && !inFlow()) passBlockScalar();
    else if (sign === "'" || sign === '"') passQuoted();
    else if (startsPlain(sign, next, inFlow())) passPlain();
    else if (sign === '\t') throw problemAt(cursor, tabIndents);
    else throw problemAt(cursor, `a text cannot begin with ${sign}: put it in quotes`);
    return true;
  };

  try {
    while (passToken());
    closeBlocks(-1);
    dropKey();
    if (tokens.length > 1 && tokens.at(-1)!.type.startsWith('document') && !isAtEnd(cursor)) {
      throw problemAt(cursor, 'kubectl ignores what follows the end of a document: begin another with a line ---');
    }
    push('end');
  } catch (problem) {
    if (!(problem instanceof YamlProblem)) throw problem;
    tokens.push({ type: 'problem', offset: problem.offset, problem });
  }
  return tokens;
}

/** Whether so many UTF-16 units, some of which make one character together, are few enough for a key. */
function isShort(text: string, start: number, end: number): boolean {
  if (end - start <= longestKey) return true;
  const key = text.slice(start, Math.min(end, start + 2 * longestKey + 2));
  return [...key].length <= longestKey;
}
