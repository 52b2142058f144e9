/** Reads the schemas of the generated models. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { JsonSchema } from '../json-schema.ts';
import { type KindReference, modelPath } from '../kind.ts';
import { lockedKinds, lockPath, readLock } from '../lock.ts';

export interface ModelSchemas {
  readonly kinds: readonly KindReference[];
  /** The schema of a kind, always the same object; undefined if there is no model of the kind. */
  readonly of: (kind: KindReference) => JsonSchema | undefined;
}

/** Every schema that the lock in `folder` names. Throws a `UserError` if one is missing. */
export async function readSchemas(folder: string): Promise<ModelSchemas> {
  const kinds = lockedKinds(readLock(await read(join(folder, lockPath)))).map(({ kind }) => kind);
  const schemas = kinds.map(async (kind): Promise<[string, JsonSchema]> => {
    const path = modelPath(kind);
    return [path, JSON.parse(await read(join(folder, `${path}.schema.json`))) as JsonSchema];
  });
  const byPath = new Map(await Promise.all(schemas));
  return { kinds, of: (kind) => byPath.get(modelPath(kind)) };
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(`cannot read ${path}`, { hint: 'run `planesmith models`', cause });
  });
}
