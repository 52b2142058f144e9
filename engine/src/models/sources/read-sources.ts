/** Turns the sources of a platform into parsed documents. */
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../errors.ts';
import type { SourceDocument } from '../document.ts';
import { readArchive, readLayout } from './archive.ts';
import { documentsIn, type SourceText } from './documents.ts';
import { readFolder, readText } from './folder.ts';
import { parseGoModule, readGoModule } from './go-module.ts';
import { NotAtHand } from './not-at-hand.ts';
import { parseReference } from '../../registry/reference.ts';
import { readRegistry } from './registry.ts';
import { mayDeclare } from './wanted.ts';

export interface ReadSources {
  readonly documents: readonly SourceDocument[];
  /** The names of all that was read. */
  readonly names: ReadonlySet<string>;
  /** Why the other sources are not at hand. */
  readonly absent: readonly NotAtHand[];
}

/**
 * The documents that may declare one of `models`; `ModelsSettings` lists the forms of a source.
 * Throws a `UserError` for a source that is damaged.
 */
export async function readSources(
  root: string,
  sources: readonly string[],
  models: readonly string[],
): Promise<ReadSources> {
  const read = await Promise.all(sources.map((source) => ifAtHand(readSource(root, source))));
  const texts = read.flatMap((each) => (each instanceof NotAtHand ? [] : each));
  const isWanted = mayDeclare(models);
  return {
    documents: texts.flatMap((text) => documentsIn(text, isWanted)),
    names: new Set(texts.map(({ source }) => source)),
    absent: read.filter((each) => each instanceof NotAtHand),
  };
}

function ifAtHand(reading: Promise<readonly SourceText[]>): Promise<readonly SourceText[] | NotAtHand> {
  return reading.catch((error: unknown) => {
    if (error instanceof NotAtHand) return error;
    throw error;
  });
}

/**
 * The texts of one source that somebody names on a command line, with paths from the working directory. Files are named as those of a folder `name`.
 * Throws a `UserError` for one that is not there or damaged.
 */
export async function readNamedSource(source: string, name: string): Promise<readonly SourceText[]> {
  const elsewhere = await readElsewhere(source);
  if (elsewhere !== undefined) return elsewhere;
  const path = resolve(source);
  return readPath(path, source, (await isFile(path)) ? `${name}/${basename(path)}` : name);
}

async function readSource(root: string, source: string): Promise<readonly SourceText[]> {
  return (await readElsewhere(source)) ?? readPath(resolve(root, source), source, nameIn(root, resolve(root, source)));
}

/** What a module or a registry has under the source; undefined for a path. */
async function readElsewhere(source: string): Promise<readonly SourceText[] | undefined> {
  const module = parseGoModule(source);
  if (module !== undefined) return readGoModule(module);
  const reference = parseReference(source);
  return reference && [await readRegistry(reference)];
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

/** The path in the platform. Others have it at the same place, but a path outside of the platform is one of this machine. */
function nameIn(root: string, path: string): string | undefined {
  const inside = relative(root, path);
  return inside === '' || inside.split(sep)[0] === '..' || isAbsolute(inside) ? undefined : inside.split(sep).join('/');
}

async function readPath(path: string, source: string, name: string | undefined): Promise<readonly SourceText[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new NotAtHand(`cannot read the CRDs in ${source}: there is no such file or folder`, {
      hint: 'name their folder in models.sources of planesmith.config.ts; only the generator of models needs it',
    });
  }
  if (found.isFile()) return [await (/\.(ya?ml|json)$/.test(path) ? readText(path, name) : readArchive(path, name))];
  if (!found.isDirectory()) throw new UserError(`cannot read the CRDs in ${source}: it is neither a file nor a folder`);
  const isLayout = await stat(join(path, 'oci-layout')).then(
    () => true,
    () => false,
  );
  return isLayout ? [await readLayout(path, name)] : readFolder(path, name === undefined ? '' : `${name}/`);
}
