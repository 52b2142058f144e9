/** A place in the text of one document, and the classes of characters of YAML 1.1. */

/** The next character to read, with the line that it is in. */
export interface Cursor {
  readonly text: string;
  /** The offset of the text in its file. */
  readonly base: number;
  offset: number;
  line: number;
  lineStart: number;
}

/** Why a text is no YAML that kubectl can read, and where in the file. */
export class YamlProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

export const tabIndents = 'a tab cannot indent: write spaces';

/** Returns the code of a character. */
export function codeOf(character: string): number {
  return character.charCodeAt(0);
}

/** Returns the code of the next character, or of one after it; 0 stands for the end, since no text has that character. */
export function peek({ text, offset }: Cursor, ahead = 0): number {
  const at = offset + ahead;
  return at < text.length ? text.charCodeAt(at) : 0;
}

/** Returns how many characters of its line are before the next one. */
export function columnOf({ offset, lineStart }: Cursor): number {
  return offset - lineStart;
}

/** Returns a problem at the cursor, or at another offset of its text. */
export function problemAt(cursor: Cursor, message: string, offset = cursor.offset): YamlProblem {
  return new YamlProblem(message, cursor.base + offset);
}

const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32];
const [nextLine, lineSeparator, paragraphSeparator] = [0x85, 0x2028, 0x2029];

export function isBlank(code: number): boolean {
  return code === space || code === tab;
}

export function isBreak(code: number): boolean {
  if (code < nextLine) return code === lineFeed || code === carriageReturn;
  return code === nextLine || code === lineSeparator || code === paragraphSeparator;
}

/** Returns whether a text ends before this character, if it ends at a blank. */
export function isBlankOrEnd(code: number): boolean {
  return code <= space ? isBlank(code) || isBreak(code) || code === 0 : isBreak(code);
}

export function isBreakOrEnd(code: number): boolean {
  return code === 0 || isBreak(code);
}

/** Returns whether a name of an anchor or a tag handle can have the character. */
export function isNameCharacter(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45
  );
}

/** Passes a line break and returns what it counts for in a text. */
export function readBreak(cursor: Cursor): string {
  const code = peek(cursor);
  cursor.offset += code === carriageReturn ? widthOfReturn(cursor) : 1;
  cursor.line += 1;
  cursor.lineStart = cursor.offset;
  return code === lineSeparator || code === paragraphSeparator ? String.fromCharCode(code) : '\n';
}

/** With a line feed, it is one line break. kubectl takes one carriage return before that away, so that a doubled one is as well. */
function widthOfReturn(cursor: Cursor): number {
  if (peek(cursor, 1) === lineFeed) return 2;
  return peek(cursor, 1) === carriageReturn && peek(cursor, 2) === lineFeed ? 3 : 1;
}

/** Passes blanks and a comment, up to the end of the line. Returns whether nothing else was there. */
export function passRestOfLine(cursor: Cursor): boolean {
  while (isBlank(peek(cursor))) cursor.offset += 1;
  if (peek(cursor) === codeOf('#')) while (!isBreakOrEnd(peek(cursor))) cursor.offset += 1;
  return isBreakOrEnd(peek(cursor));
}

/** Returns whether a line with `---` or `...` begins here. */
export function isDocumentMark(cursor: Cursor): boolean {
  const { text, offset, lineStart } = cursor;
  return (
    offset === lineStart &&
    (text.startsWith('---', offset) || text.startsWith('...', offset)) &&
    isBlankOrEnd(peek(cursor, 3))
  );
}

/** Passes blanks, comments and ends of documents. Returns whether nothing else was there. */
export function isAtEnd(cursor: Cursor): boolean {
  while (passRestOfLine(cursor) && peek(cursor) !== 0) {
    readBreak(cursor);
    if (cursor.text.startsWith('...', cursor.offset) && isDocumentMark(cursor)) cursor.offset += 3;
  }
  return peek(cursor) === 0;
}
