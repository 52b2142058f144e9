/** Reads a YAML file of a fleet strictly: whatever its schema does not have is a mistake, named with its line. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { issueLine, readDocuments } from '../judge/documents.ts';
import { applyDefaults, check, type Output, type Schema } from '../schema/index.ts';

/** The value in the file at `path` below `folder`, with defaults; undefined if there is no file. Throws a `UserError` at the first mistake. */
export function readStrict<S extends Schema<object>>(
  folder: string,
  path: string,
  schema: S,
  hint: string,
): Output<S> | undefined {
  const text = textIn(folder, path);
  return text === undefined ? undefined : strictValue(text, join(folder, path), schema, hint);
}

/** The same for the text of a file. */
export function strictValue<S extends Schema<object>>(text: string, file: string, schema: S, hint: string): Output<S> {
  const { documents, issues } = readDocuments(file, text);
  const [problem] = issues;
  if (problem !== undefined) throw new UserError(issueLine(problem), { hint: 'correct the YAML' });
  const [document, second] = documents;
  if (document === undefined) throw new UserError(`${file} is empty`, { hint });
  if (second !== undefined) throw new UserError(`${file} has more than one document`, { hint: 'keep one' });
  const value = applyDefaults(schema, document.value);
  const [issue] = check(schema, value);
  if (issue === undefined) return value as Output<S>;
  const message = issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`;
  throw new UserError(issueLine({ file, document: 1, message, ...document.place(issue.path) }), { hint });
}
