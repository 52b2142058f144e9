/** What differs between two texts, line by line, for a diff that people read and `git apply` takes. */
import { type LineEdit, unifiedDiff } from './line-edits.ts';

/** The diff that turns one text of a file into another; without an old one, the file is new. */
export function diffBetween(file: string, before: string | undefined, after: string): string {
  if (before !== undefined && isWhole(before) === isWhole(after)) {
    return unifiedDiff(file, before, editsBetween(before, after));
  }
  const [old, now] = [linesOf('-', before ?? ''), linesOf('+', after)];
  const path = file.replace(/^(\.?\/)+/, '');
  const head = [before === undefined ? '--- /dev/null' : `--- a/${path}`, `+++ b/${path}`];
  return [...head, `@@ -${range(old)} +${range(now)} @@`, ...old, ...now, ''].join('\n');
}

/** Whether no line lacks its end. */
function isWhole(text: string): boolean {
  return text === '' || text.endsWith('\n');
}

function linesOf(sign: string, text: string): readonly string[] {
  const lines = text.split('\n').map((line) => `${sign}${line}`);
  return isWhole(text) ? lines.slice(0, -1) : [...lines, '\\ No newline at end of file'];
}

function range(lines: readonly string[]): string {
  const count = lines.filter((line) => !line.startsWith('\\')).length;
  return count === 0 ? '0,0' : `1,${count}`;
}

/** The edits that turn one text into another, with as few lines as possible unless much differs. */
export function editsBetween(before: string, after: string): readonly LineEdit[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const end = Math.min(old.length, now.length);
  let head = 0;
  while (head < end && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < end - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const middle = editsOf(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  return middle.map(({ from, to, lines }) => ({ from: from + head, to: to + head, lines }));
}

/** More pairs of lines than a person would read the difference of. */
const mostPairs = 1 << 22;

/** The edits between two lists of lines, along a longest common subsequence of them. */
function editsOf(old: readonly string[], now: readonly string[]): readonly LineEdit[] {
  if (old.length === 0 && now.length === 0) return [];
  if (old.length * now.length > mostPairs) return [{ from: 0, to: old.length, lines: now }];
  const common = commonFrom(old, now);
  const edits: LineEdit[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [from, first] = [i, j];
    while ((i < old.length || j < now.length) && (i === old.length || j === now.length || old[i] !== now[j])) {
      if (j === now.length || (i < old.length && common(i + 1, j) >= common(i, j + 1))) i += 1;
      else j += 1;
    }
    edits.push({ from, to: i, lines: now.slice(first, j) });
  }
  return edits;
}

/** A function for the length of the longest common subsequence of what follows the two positions. */
function commonFrom(old: readonly string[], now: readonly string[]): (i: number, j: number) => number {
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const [right, below] = [lengths[i * width + j + 1]!, lengths[(i + 1) * width + j]!];
      lengths[i * width + j] = old[i] === now[j] ? lengths[(i + 1) * width + j + 1]! + 1 : Math.max(right, below);
    }
  }
  return (i, j) => lengths[i * width + j]!;
}
