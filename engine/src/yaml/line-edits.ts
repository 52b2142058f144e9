/** Changes of whole lines of a text, and the unified diff that shows them. */

/** A change: the lines from `from` up to and without `to`, from 0, become `lines`. */
export interface LineEdit {
  readonly from: number;
  readonly to: number;
  /** Without their line feeds. */
  readonly lines: readonly string[];
}

/** The text after the edits, which are in order and do not overlap. */
export function edited(text: string, edits: readonly LineEdit[]): string {
  const lines = text.split('\n');
  for (const { from, to, lines: added } of edits.toReversed()) lines.splice(from, to - from, ...added);
  return lines.join('\n');
}

/** How many unchanged lines a hunk shows around its changes, as `diff -u` does. */
const context = 3;

/**
 * The diff that `git apply` and `patch -p1` take, with `file` as its path; empty without edits.
 *
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/diff.html#tag_20_34_10_07
 */
export function unifiedDiff(file: string, text: string, edits: readonly LineEdit[]): string {
  if (edits.length === 0) return '';
  const all = text.split('\n');
  const isWhole = all.at(-1) === '';
  const lines = isWhole ? all.slice(0, -1) : all;
  const path = file.replace(/^(\.?\/)+/, '');
  let shift = 0;
  const hunks = groupsOf(edits).map((group) => {
    const [first, last] = [group[0]!, group.at(-1)!];
    const from = Math.max(0, first.from - context);
    const to = Math.min(lines.length, last.to + context);
    const body = bodyOf(lines, group, { from, to });
    const grown = group.reduce((sum, edit) => sum + edit.lines.length - (edit.to - edit.from), 0);
    const head = `@@ -${range(from, to - from)} +${range(from + shift, to - from + grown)} @@`;
    shift += grown;
    const isOpen = !isWhole && to === lines.length;
    return [head, ...(isOpen ? withOpenEnd(body) : body)].join('\n');
  });
  return [`--- a/${path}`, `+++ b/${path}`, ...hunks, ''].join('\n');
}

/** The edits that share a hunk, since their contexts touch. */
function groupsOf(edits: readonly LineEdit[]): readonly (readonly LineEdit[])[] {
  const groups: LineEdit[][] = [];
  for (const edit of edits) {
    const group = groups.at(-1);
    if (group !== undefined && edit.from - group.at(-1)!.to <= 2 * context) group.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

function bodyOf(
  lines: readonly string[],
  group: readonly LineEdit[],
  { from, to }: { readonly from: number; readonly to: number },
): string[] {
  const body: string[] = [];
  let at = from;
  const keep = (end: number) => body.push(...lines.slice(at, end).map((line) => ` ${line}`));
  for (const edit of group) {
    keep(edit.from);
    body.push(...lines.slice(edit.from, edit.to).map((line) => `-${line}`), ...edit.lines.map((line) => `+${line}`));
    at = edit.to;
  }
  keep(to);
  return body;
}

/** Marks the last line of either side, behind which the file has no line feed. */
function withOpenEnd(body: readonly string[]): string[] {
  const lastOf = (signs: string) => body.findLastIndex((line) => signs.includes(line.charAt(0)));
  const open = new Set([lastOf(' -'), lastOf(' +')]);
  return body.flatMap((line, index) => (open.has(index) ? [line, '\\ No newline at end of file'] : [line]));
}

/** Lines of a hunk are counted from 1; an empty range names the line before it. */
function range(from: number, count: number): string {
  return `${count === 0 ? from : from + 1},${count}`;
}
