/** Changes objects in a file. Comments, order and every other document stay as they are, byte for byte. */
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../errors.ts';
import { readYaml } from '../yaml/index.ts';
import { edited, type LineEdit } from '../yaml/line-edits.ts';
import { objectsIn, withObjects } from './objects-in.ts';
import type { RewrittenFile } from './rewrite.ts';
import type { Lines } from './spec-change.ts';
import { valueEdits } from './value-edits.ts';

/**
 * The file after each object in it became what `becomes` returns. Throws a `UserError` for an object that is written in a way in which no field can be changed
 * alone.
 */
export function changeFile(file: string, text: string, becomes: (object: unknown) => unknown): RewrittenFile {
  const { documents, lineAt } = readYaml(text);
  const read = documents.flatMap((document) => ('problem' in document ? [] : [document]));
  const changes = read
    .flatMap(({ value, root }) => objectsIn(value, root))
    .map(({ value, root }) => ({ root, old: value, now: becomes(value) }))
    .filter(({ old, now }) => !isDeepStrictEqual(old, now));
  if (changes.length === 0) return { text, edits: [] };
  const lines: Lines = { text, lines: text.split('\n'), lineOf: (offset) => lineAt(offset).line - 1 };
  const edits =
    jsonEdits(lines, becomes) ?? changes.flatMap(({ root, ...change }) => valueEdits(lines, root, change) ?? []);
  const after = edited(text, edits);
  const wanted = read.map(({ value }) => withObjects(value, becomes));
  if (!isDeepStrictEqual(valuesIn(after), wanted)) {
    throw new UserError(`${file}: a claim is written in a way in which no field can be changed alone`, {
      hint: 'write every field on a line of its own, without anchors and aliases',
    });
  }
  return { text: after, edits };
}

function valuesIn(text: string): readonly unknown[] {
  return readYaml(text).documents.flatMap((document) => ('problem' in document ? [] : [document.value]));
}

/** The edit of a file of JSON, which has no comments, with its own indentation; undefined for any other file. */
function jsonEdits({ text, lines }: Lines, becomes: (object: unknown) => unknown): LineEdit[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '';
  const written = JSON.stringify(withObjects(value, becomes), undefined, indent).split('\n');
  return [{ from: 0, to: lines.length, lines: [...written, ...(text.endsWith('\n') ? [''] : [])] }];
}
