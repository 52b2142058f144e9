/** Reads plain and quoted texts. */
import {
  codeOf,
  columnOf,
  type Cursor,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isDocumentMark,
  peek,
  problemAt,
  readBreak,
  tabIndents,
} from './cursor.ts';
import { readEscape } from './escape.ts';

const [colon, comma, question, hash] = [codeOf(':'), codeOf(','), codeOf('?'), codeOf('#')];
const [single, double, backslash, tab] = [codeOf("'"), codeOf('"'), codeOf('\\'), codeOf('\t')];
const brackets: ReadonlySet<number> = new Set([...'[]{}'].map(codeOf));

const needsQuotes = /[-?:,[\]{}#&*!|>'"%@`]/;

/** Returns whether a plain text can begin with this sign before a character with this code. */
export function startsPlain(sign: string, next: number, inFlow: boolean): boolean {
  if (sign === '-') return !isBlank(next);
  if (sign === '?' || sign === ':') return !inFlow && !isBlankOrEnd(next);
  return !needsQuotes.test(sign) && !isBlankOrEnd(codeOf(sign));
}

/** Blanks and line breaks between two words of a text. */
interface Gap {
  blanks: string;
  firstBreak: string;
  otherBreaks: string;
  isBroken: boolean;
}

/** Passes a plain text; `endsLine` says whether a line break came after it. */
export function readPlain(cursor: Cursor, indent: number, inFlow: boolean): { text: string; endsLine: boolean } {
  let text = '';
  let gap = noGap();
  while (!isDocumentMark(cursor) && peek(cursor) !== hash) {
    const words = readWords(cursor, inFlow);
    if (words !== '') {
      text += folded(gap) + words;
      gap = noGap();
    }
    if (!isBlank(peek(cursor)) && !isBreak(peek(cursor))) break;
    passGap(cursor, gap, () => {
      if (gap.isBroken && columnOf(cursor) <= indent && peek(cursor) === tab) {
        throw problemAt(cursor, tabIndents);
      }
    });
    if (!inFlow && columnOf(cursor) <= indent) break;
  }
  return { text, endsLine: gap.isBroken };
}

/** Passes the words up to the end of the line or of the text; blanks between them count as they are. */
function readWords(cursor: Cursor, inFlow: boolean): string {
  const start = cursor.offset;
  for (;;) {
    while (!endsWord(cursor, inFlow)) cursor.offset += 1;
    const end = cursor.offset;
    while (isBlank(peek(cursor))) cursor.offset += 1;
    const isLast = end === cursor.offset || endsWord(cursor, inFlow) || peek(cursor) === hash;
    if (!isLast) continue;
    cursor.offset = end;
    return cursor.text.slice(start, end);
  }
}

function endsWord(cursor: Cursor, inFlow: boolean): boolean {
  const code = peek(cursor);
  if (code === colon) return isBlankOrEnd(peek(cursor, 1));
  return isBlankOrEnd(code) || (inFlow && (code === comma || code === question || brackets.has(code)));
}

/** Passes a text in quotes and returns it. */
export function readQuoted(cursor: Cursor): string {
  const start = cursor.offset;
  const quote = peek(cursor);
  cursor.offset += 1;
  let text = '';
  for (;;) {
    if (isDocumentMark(cursor)) throw problemAt(cursor, 'a text in quotes has a line that separates documents', start);
    if (peek(cursor) === 0) throw problemAt(cursor, 'a text in quotes has no end', start);
    const gap = noGap();
    text += readWord(cursor, quote, gap);
    if (peek(cursor) === quote) break;
    passGap(cursor, gap);
    text += folded(gap);
  }
  cursor.offset += 1;
  return text;
}

/** Passes a text up to the next blank, line break or closing quote; an escaped line break begins the gap after it. */
function readWord(cursor: Cursor, quote: number, gap: Gap): string {
  let text = '';
  let from = cursor.offset;
  for (let code = peek(cursor); !isBlankOrEnd(code); code = peek(cursor)) {
    if (code === quote && !(quote === single && peek(cursor, 1) === single)) break;
    if (code === quote) {
      text += cursor.text.slice(from, cursor.offset + 1);
      cursor.offset += 2;
      from = cursor.offset;
    } else if (quote === double && code === backslash) {
      text += cursor.text.slice(from, cursor.offset);
      cursor.offset += 1;
      if (isBreak(peek(cursor))) {
        readBreak(cursor);
        gap.isBroken = true;
        return text;
      }
      text += readEscape(cursor);
      from = cursor.offset;
    } else {
      cursor.offset += 1;
    }
  }
  return text + cursor.text.slice(from, cursor.offset);
}

function noGap(): Gap {
  return { blanks: '', firstBreak: '', otherBreaks: '', isBroken: false };
}

function passGap(cursor: Cursor, gap: Gap, checkBlank?: () => void): void {
  for (let code = peek(cursor); isBlank(code) || isBreak(code); code = peek(cursor)) {
    if (isBlank(code)) {
      checkBlank?.();
      if (!gap.isBroken) gap.blanks += cursor.text[cursor.offset];
      cursor.offset += 1;
    } else if (gap.isBroken) {
      gap.otherBreaks += readBreak(cursor);
    } else {
      gap.firstBreak = readBreak(cursor);
      gap.isBroken = true;
    }
  }
}

/** One line break counts as a blank, and of several the first is left out. */
function folded({ blanks, firstBreak, otherBreaks, isBroken }: Gap): string {
  if (!isBroken) return blanks;
  if (firstBreak !== '\n') return firstBreak + otherBreaks;
  return otherBreaks === '' ? ' ' : otherBreaks;
}
