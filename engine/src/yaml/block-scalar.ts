/** Reads texts that begin with `|` or `>`. */
import {
  columnOf,
  type Cursor,
  isBlank,
  isBreak,
  isBreakOrEnd,
  passRestOfLine,
  peek,
  problemAt,
  readBreak,
  tabIndents,
} from './cursor.ts';

/** Passes a text with `|` or `>` below a collection of this indentation, and returns it. */
export function readBlockScalar(cursor: Cursor, parentIndent: number): string {
  const start = cursor.offset;
  const isFolded = cursor.text[start] === '>';
  cursor.offset += 1;
  const { chomping, increment } = readHeader(cursor);
  if (!passRestOfLine(cursor))
    throw problemAt(cursor, 'expected a comment or a line break after the sign of a block text');
  if (isBreak(peek(cursor))) readBreak(cursor);

  let indent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  let text = '';
  let leadingBreak = '';
  let isAfterBlank = false;
  let breaks = '';
  const passBreaks = (): void => {
    const passed = readIndentation(cursor, indent, parentIndent);
    indent = passed.indent;
    breaks = passed.breaks;
  };
  passBreaks();
  while (columnOf(cursor) === indent && peek(cursor) !== 0) {
    const isBlankFirst = isBlank(peek(cursor));
    const folds = isFolded && !isAfterBlank && !isBlankFirst && leadingBreak === '\n';
    if (!folds) text += leadingBreak;
    else if (breaks === '') text += ' ';
    text += breaks;
    isAfterBlank = isBlankFirst;
    const lineStart = cursor.offset;
    while (!isBreakOrEnd(peek(cursor))) cursor.offset += 1;
    text += cursor.text.slice(lineStart, cursor.offset);
    leadingBreak = isBreak(peek(cursor)) ? readBreak(cursor) : '';
    passBreaks();
  }
  if (chomping !== '-') text += leadingBreak;
  return chomping === '+' ? text + breaks : text;
}

/** Passes the signs after `|` or `>`: how line breaks at the end count, and by how much the text is indented. */
function readHeader(cursor: Cursor): { chomping: string; increment: number } {
  const header = /([+-]?)(\d?)([+-]?)/y;
  header.lastIndex = cursor.offset;
  const [signs = '', before = '', digit = '', after = ''] = header.exec(cursor.text) ?? [];
  if (digit === '0') throw problemAt(cursor, 'a block text cannot be indented by 0');
  // A second sign is left for the caller to refuse.
  cursor.offset += before === '' ? signs.length : signs.length - after.length;
  return { chomping: before === '' ? after : before, increment: Number(digit) };
}

/** Passes empty lines and the indentation of the next one. Without an indentation so far, the first line with text decides. */
function readIndentation(cursor: Cursor, indent: number, parentIndent: number): { indent: number; breaks: string } {
  let breaks = '';
  let widest = 0;
  const isBefore = (): boolean => indent === 0 || columnOf(cursor) < indent;
  for (;;) {
    while (isBefore() && cursor.text[cursor.offset] === ' ') cursor.offset += 1;
    widest = Math.max(widest, columnOf(cursor));
    if (isBefore() && cursor.text[cursor.offset] === '\t') {
      throw problemAt(cursor, tabIndents);
    }
    if (!isBreak(peek(cursor))) break;
    breaks += readBreak(cursor);
  }
  return { indent: indent === 0 ? Math.max(widest, parentIndent + 1, 1) : indent, breaks };
}
