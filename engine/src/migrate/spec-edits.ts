/** Rewrites the spec of a claim for a namespaced XR: fields move below `crossplane` or go, and all other text stays. */
import type { LineEdit } from '../yaml/line-edits.ts';
import type { MapNode } from '../yaml/index.ts';
import { columnOf, linesOfFields } from './field-lines.ts';
import { flowSpecEdit } from './flow-spec.ts';
import type { Field, Lines, SpecChange } from './spec-change.ts';

/** The edits of a spec. They are a proposal: text may be written in ways that they do not know, so the result must be read and compared. */
export function specEdits(lines: Lines, spec: MapNode, fields: readonly Field[], change: SpecChange): LineEdit[] {
  if (lines.text[spec.offset] === '{') return [flowSpecEdit(lines, spec, fields, change)];
  const column = columnOf(lines, spec);
  const blocks = linesOfFields(lines, fields, column);
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
