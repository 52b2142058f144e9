/** Changes an object where it is written: what stays the same keeps its text, and no comment goes. */
import { isDeepStrictEqual } from 'node:util';
import { type Node, toYaml } from '../yaml/index.ts';
import type { LineEdit } from '../yaml/line-edits.ts';
import { commentOf, commentsIn } from './comments-in.ts';
import { columnOf, type FieldLines, linesOfFields } from './field-lines.ts';
import { fieldsOf } from './objects-in.ts';
import type { Lines } from './spec-change.ts';

type Members = Readonly<Record<string, unknown>>;

/** A value before and after; undefined is absent. */
interface Change {
  readonly old: unknown;
  readonly now: unknown;
}

/**
 * The edits by which an object becomes another one; undefined if it is written in braces, or will be. They are a proposal: text may be written in ways that they do
 * not know, so the result must be read and compared.
 */
export function valueEdits(lines: Lines, node: Node, { old, now }: Change): LineEdit[] | undefined {
  if (node.kind !== 'map' || lines.text[node.offset] === '{' || !isMembers(old) || !isMembers(now)) return undefined;
  // Lines can say nothing of an object without fields.
  if (Object.keys(now).length === 0) return undefined;
  const column = columnOf(lines, node);
  const fields = linesOfFields(lines, fieldsOf(node), column);
  const added = Object.fromEntries(Object.entries(now).filter(([name]) => !Object.hasOwn(old, name)));
  const addition = Object.keys(added).length === 0 ? [] : fieldText(added, column);
  // New fields stand where the first old one goes: mostly they say the same.
  const gone = fields.find(({ name }) => !Object.hasOwn(now, name));
  const edits = fields.flatMap((field) => {
    const change = { old: member(old, field.name), now: member(now, field.name) };
    if (isDeepStrictEqual(change.old, change.now)) return [];
    return fieldEdits({ lines, column, field, addition: field === gone ? addition : [] }, change);
  });
  const last = fields.at(-1);
  if (addition.length === 0 || gone !== undefined || last === undefined) return edits;
  return [...edits, { from: last.to, to: last.to, lines: addition.map((line) => `${line}${endOf(lines, last)}`) }];
}

interface Place {
  readonly lines: Lines;
  readonly column: number;
  readonly field: FieldLines;
  /** Lines for new fields that take its place. */
  readonly addition: readonly string[];
}

/** The edits of one field that changes or goes. */
function fieldEdits({ lines, column, field, addition }: Place, { old, now }: Change): LineEdit[] {
  const within = valueEdits(lines, field.value, { old, now });
  if (within !== undefined) return within;
  const [from, to, end] = [field.keyLine, field.to, endOf(lines, field)];
  const before = lines.lines.slice(from, to);
  const [first = ''] = before;
  const own = now === undefined ? [] : fieldText({ [field.name]: now }, column);
  if (to === from + 1 && own.length === 1) {
    const start = first.slice(0, field.value.offset - lineStart(lines, field.key.offset));
    const comment = commentOf(first.slice(start.length));
    const value = own[0]!.slice(own[0]!.indexOf(': ') + 2);
    return [{ from, to, lines: [`${start}${value}${comment === undefined ? '' : ` ${comment}`}${end}`] }];
  }
  const comments = commentsIn(before).map((comment) => `${' '.repeat(column)}${comment}`);
  return [{ from, to, lines: [...comments, ...own, ...addition].map((line) => `${line}${end}`) }];
}

/** The lines of fields at a column. */
function fieldText(fields: Members, column: number): readonly string[] {
  const written = toYaml(fields).trimEnd().split('\n');
  return written.map((line) => (line === '' ? line : `${' '.repeat(column)}${line}`));
}

/** What stands before each line feed. */
function endOf({ lines }: Lines, { keyLine }: FieldLines): string {
  return lines[keyLine]?.endsWith('\r') === true ? '\r' : '';
}

function lineStart({ text }: Lines, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function member(value: Members, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
