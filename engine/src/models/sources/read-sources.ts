/** Reads the sources of a platform into parsed documents. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import type { SourceDocument } from '../document.ts';
import { readArchive, readLayout } from './archive.ts';
import { documentsIn, type SourceText } from './documents.ts';
import { readFolder, readText } from './folder.ts';
import { parseGoModule, readGoModule } from './go-module.ts';
import { parseReference } from './reference.ts';
import { readRegistry } from './registry.ts';
import { mayDeclare } from './wanted.ts';

/**
 * The documents that may declare one of `models`; `ModelsSettings` lists the forms of a source.
 * Throws a `UserError` for a source that cannot be read.
 */
export async function readSources(
  root: string,
  sources: readonly string[],
  models: readonly string[],
): Promise<readonly SourceDocument[]> {
  const texts = await Promise.all(sources.map((source) => readSource(root, source)));
  const isWanted = mayDeclare(models);
  return texts.flat().flatMap((text) => documentsIn(text, isWanted));
}

async function readSource(root: string, source: string): Promise<readonly SourceText[]> {
  const module = parseGoModule(source);
  if (module !== undefined) return readGoModule(module);
  const reference = parseReference(source);
  if (reference !== undefined) return [await readRegistry(reference)];
  return readPath(resolve(root, source), source);
}

async function readPath(path: string, source: string): Promise<readonly SourceText[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new UserError(`cannot read the CRDs in ${source}: there is no such file or folder`, {
      hint: 'name their folder in models.sources of planesmith.config.ts; only the generator of models needs it',
    });
  }
  if (found.isFile()) return [await (/\.(ya?ml|json)$/.test(path) ? readText(path) : readArchive(path))];
  if (!found.isDirectory()) throw new UserError(`cannot read the CRDs in ${source}: it is neither a file nor a folder`);
  const isLayout = await stat(join(path, 'oci-layout')).then(
    () => true,
    () => false,
  );
  return isLayout ? [await readLayout(path)] : readFolder(path);
}
