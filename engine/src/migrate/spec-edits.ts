/** Rewrites the spec of a claim for a namespaced XR: fields move below `crossplane` or go, and all other text stays. */
import type { LineEdit } from '../yaml/line-edits.ts';
import type { MapNode } from '../yaml/index.ts';
import { flowSpecEdit } from './flow-spec.ts';
import type { Field, Lines, SpecChange } from './spec-change.ts';

/** The edits of a spec. They are a proposal: text may be written in ways that they do not know, so the result must be read and compared. */
export function specEdits(lines: Lines, spec: MapNode, fields: readonly Field[], change: SpecChange): LineEdit[] {
  if (lines.text[spec.offset] === '{') return [flowSpecEdit(lines, spec, fields, change)];
  const column = columnOf(lines, spec.offset);
  const blocks = fields.map((field, index) => ({
    ...field,
    ...blockOf(lines, field, { column, previous: fields[index - 1], next: fields[index + 1] }),
  }));
  const moved = blocks.filter(({ name }) => change.moved.includes(name));
  const [first] = moved;
  return blocks
    .filter(({ name }) => change.moved.includes(name) || change.dropped.includes(name))
    .map(({ name, from, to }) => ({ from, to, lines: name === first?.name ? below(lines, moved, column) : [] }));
}

/** The moved fields with their comments, below the new field. */
function below(
  { lines }: Lines,
  moved: readonly { readonly from: number; readonly to: number }[],
  column: number,
): string[] {
  const texts = moved.flatMap(({ from, to }) => lines.slice(from, to));
  const end = texts[0]?.endsWith('\r') ? '\r' : '';
  const indented = texts.map((line) => (line.trim() === '' ? line : `  ${line}`));
  return [`${' '.repeat(column)}crossplane:${end}`, ...indented];
}

interface Neighbours {
  readonly column: number;
  readonly previous: Field | undefined;
  readonly next: Field | undefined;
}

/** The lines of a field: those of its key and value, and the comments directly above it. */
function blockOf(lines: Lines, field: Field, { column, previous, next }: Neighbours): { from: number; to: number } {
  const key = lines.lineOf(field.key.offset);
  const limit = next === undefined ? endOfMap(lines, key, column) : lines.lineOf(next.key.offset);
  let to = limit;
  while (to > key + 1 && isAside(lines.lines[to - 1])) to -= 1;
  const after = previous === undefined ? -1 : lines.lineOf(previous.key.offset);
  let from = key;
  while (from - 1 > after && isComment(lines.lines[from - 1]) && indentOf(lines.lines[from - 1]!) === column) from -= 1;
  return { from, to };
}

/** The line behind the last one of the map whose last key is in this line. */
function endOfMap({ lines }: Lines, key: number, column: number): number {
  for (let line = key + 1; line < lines.length; line += 1) {
    const text = lines[line]!;
    if (!isAside(text) && indentOf(text) <= column) return line;
  }
  return lines.length;
}

function isAside(line = ''): boolean {
  return line.trim() === '' || isComment(line);
}

function isComment(line = ''): boolean {
  return line.trimStart().startsWith('#');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function columnOf({ text }: Lines, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
