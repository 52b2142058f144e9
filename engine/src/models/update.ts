/** Updates functions/models for the current imports in the functions and for the current sources. */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { type File, writeTree } from '../files.ts';
import { generateModels } from './generate.ts';
import { byKind, type KindReference } from './kind.ts';
import { type ChangedSource, changedSources, differingFiles, type Lock, lockedKinds, lockPath } from './lock.ts';
import { readSources } from './sources/read-sources.ts';
import type { ModelsSettings } from './settings.ts';
import { modelsFolder, usedModels } from './used-models.ts';

export interface UpdateOptions {
  /** The folder of planesmith.config.ts. */
  readonly root: string;
  readonly platform: { readonly models?: ModelsSettings };
  /** Reports changes, but writes nothing. @default false */
  readonly check?: boolean;
}

export interface ModelsSummary {
  readonly kinds: readonly KindReference[];
  readonly added: readonly KindReference[];
  readonly removed: readonly KindReference[];
  /** Sources that have changed since the committed models were generated. */
  readonly changedSources: readonly ChangedSource[];
  /** The paths of files that were added, changed or removed. */
  readonly changedFiles: readonly string[];
}

/** Generates functions/models again and returns the changes. Throws a `UserError` for sources that cannot be read. */
export async function updateModels({ root, platform, check = false }: UpdateOptions): Promise<ModelsSummary> {
  const sources = platform.models?.sources ?? [];
  if (sources.length === 0) {
    throw new UserError('the platform names no source of models', {
      hint: "add models: { sources: ['path/to/crds'] } to planesmith.config.ts",
    });
  }
  const models = await usedModels(root);
  const files = generateModels({ documents: await readSources(root, sources, models), models });
  const folder = join(root, modelsFolder);
  const before = await readTexts(folder);
  const changedFiles = differences(before, files);
  if (!check && changedFiles.length > 0) await writeTree(folder, files);
  return { ...compareLocks(before.get(lockPath), contentOf(files, lockPath)), changedFiles };
}

/** The paths in functions/models that are not as they were generated, found without the sources. */
export async function editedModels(root: string): Promise<readonly string[]> {
  const files = await readTexts(join(root, modelsFolder));
  return differingFiles(JSON.parse(files.get(lockPath) ?? '{}') as Partial<Lock>, files);
}

function compareLocks(before: string | undefined, after: string): Omit<ModelsSummary, 'changedFiles'> {
  const [old, next] = [before ?? '{"sources":[]}', after].map((text) => JSON.parse(text) as Lock) as [Lock, Lock];
  const [oldKinds, kinds] = [lockedKinds(old), lockedKinds(next)];
  return {
    kinds,
    added: without(kinds, oldKinds),
    removed: without(oldKinds, kinds),
    changedSources: changedSources(old, next),
  };
}

function without(kinds: readonly KindReference[], others: readonly KindReference[]): readonly KindReference[] {
  return kinds.filter((kind) => !others.some((other) => byKind(kind, other) === 0));
}

function differences(before: ReadonlyMap<string, string>, files: readonly File[]): readonly string[] {
  const after = new Map(files.map(({ path, content }) => [path, content]));
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.filter((path) => before.get(path) !== after.get(path)).sort();
}

function contentOf(files: readonly File[], path: string): string {
  return String(files.find((file) => file.path === path)?.content);
}

/** The text of every file in the folder by path; empty if there is no folder. */
async function readTexts(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = paths.map(async (path): Promise<[string, string]> => {
    return [
      path
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
      await readFile(path, 'utf8'),
    ];
  });
  return new Map(await Promise.all(texts));
}
