/** Finds the lines of the fields of a map that is written one field a line. */
import type { MapNode } from '../yaml/index.ts';
import type { Field, Lines } from './spec-change.ts';

/** The lines of a field, from 0. */
export interface FieldLines extends Field {
  /** The first of the comments directly above it, or its key. */
  readonly from: number;
  readonly key: Field['key'];
  /** The line of its key. */
  readonly keyLine: number;
  /** The line behind its value. Comments and blank lines before the next field are not of it. */
  readonly to: number;
}

/** The lines of each field. */
export function linesOfFields(lines: Lines, fields: readonly Field[], column: number): readonly FieldLines[] {
  return fields.map((field, index) => {
    const keyLine = lines.lineOf(field.key.offset);
    const next = fields[index + 1];
    let to = next === undefined ? endOfMap(lines, keyLine, column) : lines.lineOf(next.key.offset);
    // What looks like a comment further to the right may be the end of a text.
    const isBehind = (line = '') => isAside(line) && (line.trim() === '' || indentOf(line) <= column);
    while (to > keyLine + 1 && isBehind(lines.lines[to - 1])) to -= 1;
    const previous = fields[index - 1];
    const after = previous === undefined ? -1 : lines.lineOf(previous.key.offset);
    let from = keyLine;
    while (from - 1 > after && isComment(lines.lines[from - 1]) && indentOf(lines.lines[from - 1]) === column)
      from -= 1;
    return { ...field, from, keyLine, to };
  });
}

/** The column of the fields of a map, from 0. */
export function columnOf({ text }: Pick<Lines, 'text'>, { offset }: Pick<MapNode, 'offset'>): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The line behind the last one of the map whose last key is in this line. A list may be as far to the left as its key. */
function endOfMap({ lines }: Lines, key: number, column: number): number {
  for (let line = key + 1; line < lines.length; line += 1) {
    const text = lines[line]!;
    const isItem = indentOf(text) === column && /^\s*-(\s|$)/.test(text);
    if (!isAside(text) && !isItem && indentOf(text) <= column) return line;
  }
  return lines.length;
}

function isAside(line = ''): boolean {
  return line.trim() === '' || isComment(line);
}

function isComment(line = ''): boolean {
  return line.trimStart().startsWith('#');
}

function indentOf(line = ''): number {
  return line.length - line.trimStart().length;
}
