/** Updates functions/models for the current imports in the functions and for the current sources. */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { type File, writeTree } from '../files.ts';
import { coreKinds } from './core-kinds.ts';
import type { SourceDocument } from './document.ts';
import { declarationsIn, generateModels } from './generate.ts';
import { keptModels } from './kept.ts';
import { byKind, type KindReference, modelPath, titleOf } from './kind.ts';
import {
  type ChangedSource,
  changedSources,
  differingFiles,
  type Lock,
  type LockedKind,
  type LockedRights,
  lockedKinds,
  lockPath,
  readLock,
} from './lock.ts';
import { readSources } from './sources/read-sources.ts';
import type { ModelsSettings } from './settings.ts';
import { modelsFolder, usedModels } from './used-models.ts';

export interface UpdateOptions {
  /** The folder of planesmith.config.ts. */
  readonly root: string;
  readonly platform: { readonly models?: ModelsSettings };
  /** Reports changes, but writes nothing. @default false */
  readonly check?: boolean;
  /** Documents to read in place of all sources; kinds that they do not declare stay. @default the sources */
  readonly documents?: readonly SourceDocument[];
  /** Changes of the rights in the lock; undefined takes an entry out. @default none */
  readonly rights?: Readonly<Record<string, LockedRights | undefined>>;
}

export interface ModelsSummary {
  readonly kinds: readonly KindReference[];
  readonly added: readonly KindReference[];
  readonly removed: readonly KindReference[];
  /** Kinds that stay as they are, because their source is not at hand. */
  readonly kept: readonly LockedKind[];
  /** Why sources could not be read, in a sentence each. */
  readonly absent: readonly string[];
  /** Sources that have changed since the committed models were generated. */
  readonly changedSources: readonly ChangedSource[];
  /** The paths of files that were added, changed or removed. */
  readonly changedFiles: readonly string[];
}

/**
 * Generates functions/models again and returns the changes. A kind whose source is not at hand stays as it was committed.
 * Throws a `UserError` for a source that is damaged, and for a kind that is neither declared nor committed.
 */
export async function updateModels({
  root,
  platform,
  check = false,
  documents: given,
  rights: changed = {},
}: UpdateOptions): Promise<ModelsSummary> {
  const { sources = [], descriptions = true } = platform.models ?? {};
  const models = await usedModels(root);
  const folder = join(root, modelsFolder);
  const before = await readTexts(folder);
  const lock = readLock(before.get(lockPath));
  const { documents, names, absent } =
    given === undefined
      ? await readSources(root, sources, models)
      : { documents: given, names: new Set<string>(), absent: [] };
  const core = [await coreKinds()];
  const declared = declarationsIn(documents, core);
  const missing = models.filter((model) => !declared.has(model));
  const kept = keptModels(missing, {
    lock,
    files: before,
    atHand: new Set([...names, ...core.map(({ source }) => source)]),
  });
  const isKept = (model: string) => kept.some(({ kind }) => modelPath(kind) === model);
  const lost = missing.filter((model) => !isKept(model));
  refuseLost(lost, declared, absent);
  const wanted = models.filter((model) => !isKept(model));
  const rights = withoutAbsent({ ...lock.rights, ...changed });
  const files = generateModels({ documents, core, models: wanted, kept, rights, descriptions });
  const changedFiles = differences(before, files);
  if (!check && changedFiles.length > 0) await writeTree(folder, files);
  return {
    ...compareLocks(lock, readLock(contentOf(files, lockPath))),
    kept: kept.map(({ origin, kind }) => ({ origin, kind })),
    absent: absent.map(({ message }) => message),
    changedFiles,
  };
}

function withoutAbsent(rights: Readonly<Record<string, LockedRights | undefined>>): NonNullable<Lock['rights']> {
  return Object.fromEntries(Object.entries(rights).flatMap(([name, entry]) => (entry ? [[name, entry]] : [])));
}

/**
 * A source that could not be read may be the one that declares a missing kind, so its error says more than that the kind is missing.
 * But if a source at hand has other kinds of the group, the name of the kind is probably wrong.
 */
function refuseLost(
  lost: readonly string[],
  declared: ReadonlyMap<string, unknown>,
  absences: readonly UserError[],
): void {
  const groups = new Set([...declared.keys()].map((path) => path.split('/')[0]));
  const [model, absent] = [lost.find((path) => !groups.has(path.split('/')[0])), absences[0]];
  if (model === undefined || absent === undefined) return;
  const { message, hint, cause } = absent;
  const why = `no source at hand declares ${titleOf(model)}: ${message}`;
  throw new UserError(why, { ...(hint !== undefined && { hint }), cause });
}

/** The paths in functions/models that are not as they were generated, found without the sources. */
export async function editedModels(root: string): Promise<readonly string[]> {
  const files = await readTexts(join(root, modelsFolder));
  return differingFiles(readLock(files.get(lockPath)), files);
}

function compareLocks(old: Lock, next: Lock): Pick<ModelsSummary, 'kinds' | 'added' | 'removed' | 'changedSources'> {
  const kindsOf = (lock: Lock) => lockedKinds(lock).map(({ kind }) => kind);
  const [before, kinds] = [kindsOf(old), kindsOf(next)];
  const [added, removed] = [without(kinds, before), without(before, kinds)];
  return { kinds, added, removed, changedSources: changedSources(old, next) };
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
