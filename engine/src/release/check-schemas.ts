/** Checks the editor schemas with ajv, as an independent validator of JSON Schema: editors cannot read what it cannot. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { UserError } from '../errors.ts';
import { editorKeywords } from '../schema/json-schema.ts';
import type { File } from '../files.ts';
import type { Judged } from '../judge/judge.ts';
import { judgeFiles } from '../judge/judge-files.ts';
import { manifestFiles } from '../judge/manifest-files.ts';
import type { Platform } from '../platform/platform.ts';
import { schemaFile } from '../scaffold/minimal.ts';
import { toPattern } from '../schema/pattern/pattern.ts';
import { catalogFile, environmentFile } from './schemas.ts';

/**
 * Throws a `UserError` if a schema is not valid, or if it refuses a claim or an environment of examples/ that the platform accepts. Files
 * that the platform itself refuses are left to `planesmith validate`.
 */
export async function checkSchemas(files: readonly File[], platform: Platform, root: string): Promise<void> {
  const schemas = files.filter(({ path }) => path !== catalogFile);
  const validators = compiled(schemas);
  const folder = relative('', join(root, 'examples'));
  if (!existsSync(folder)) return;
  const { claims } = await judgeFiles(manifestFiles([folder]), platform, { flavour: 'namespaced', strict: false });
  for (const judged of claims) if (judged.verdict.valid) refuseDifference(judged, platform, validators);
}

/** Matches in linear time, as all else here does. Ajv tells expressions apart by their text; `code` serves standalone validators only. */
const regExp = Object.assign(
  (expression: string) => ({ test: toPattern(expression).test, toString: () => expression }),
  { code: '' },
);

/**
 * A validator for each file, by its path; they may refer to each other. Compiles in strict mode: editors silently ignore an unknown keyword,
 * and would check less.
 */
function compiled(files: readonly File[]): ReadonlyMap<string, ValidateFunction> {
  const keywords = [...editorKeywords];
  const ajv = new Ajv({ strict: true, strictTypes: false, validateFormats: false, keywords, code: { regExp } });
  for (const file of files) attempt(file, () => ajv.addSchema(JSON.parse(String(file.content)) as object, file.path));
  return new Map(files.map((file) => [file.path, attempt(file, () => ajv.getSchema(file.path)!)]));
}

function attempt<T>({ path }: File, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    throw new UserError(`schemas/${path} is no schema that editors can use: ${(cause as Error).message}`, {
      hint: 'report this with the API that the schema is of: it is a bug in planesmith',
      cause,
    });
  }
}

function refuseDifference(
  { verdict: { kind, file }, value, place }: Judged,
  { apis }: Platform,
  validators: ReadonlyMap<string, ValidateFunction>,
): void {
  const api = Object.values(apis).find((candidate) => candidate.kind === kind);
  const path = api === undefined ? environmentFile : schemaFile(api);
  const accepts = validators.get(path);
  if (accepts === undefined || accepts(value)) return;
  const [error] = accepts.errors ?? [];
  const field = fieldPath(error?.instancePath ?? '');
  const { line, column } = place(field);
  throw new UserError(
    `${file}:${line}:${column}: editors refuse by schemas/${path} what the platform accepts: ${field} ${error?.message}`,
    { hint: 'give the field a value, not null; if it has one, report this: it is a bug in planesmith' },
  );
}

/** `/spec/topics/0/name` as `spec.topics[0].name`. */
function fieldPath(pointer: string): string {
  return pointer
    .slice(1)
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.');
}
