/** The lock of the generated models: the source of each kind, and the hashes of sources and generated files. */
import { createHash } from 'node:crypto';
import type { File } from '../files.ts';
import type { SourceDocument } from './document.ts';
import type { KindReference } from './kind.ts';
import { byKind } from './kind.ts';

interface LockedSource {
  readonly source: string;
  readonly sha256: string;
  readonly kinds: readonly KindReference[];
}

export interface Lock {
  readonly sources: readonly LockedSource[];
  /** The SHA-256 hash of each generated file, by path: without the sources, it shows that nobody has edited one. */
  readonly files: Readonly<Record<string, string>>;
}

/** A source that has changed since the committed models were generated; both values are SHA-256 hashes. */
export interface ChangedSource {
  readonly source: string;
  readonly previous: string;
  readonly current: string;
}

export const lockPath = 'models.lock.json';

/** The lock of these models and their files, with sources sorted by name, and their kinds by apiVersion and kind. */
export function buildLock(
  models: readonly { document: SourceDocument; kind: KindReference }[],
  files: readonly File[],
): Lock {
  const bySource = Map.groupBy(models, ({ document }) => document.source);
  const sources = [...bySource].map(([source, entries]) => ({
    source,
    sha256: entries[0]?.document.sha256 ?? '',
    kinds: entries.map(({ kind: { apiVersion, kind } }) => ({ apiVersion, kind })).sort(byKind),
  }));
  return {
    sources: sources.sort((a, b) => (a.source < b.source ? -1 : 1)),
    files: Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)])),
  };
}

/** The paths of files that differ from those of the lock, in either direction. */
export function differingFiles(
  { files: locked = {} }: Partial<Lock>,
  files: ReadonlyMap<string, string>,
): readonly string[] {
  const paths = [...new Set([...Object.keys(locked), ...files.keys()])].filter((path) => path !== lockPath);
  return paths.filter((path) => locked[path] !== sha256(files.get(path) ?? '')).sort();
}

function sha256(content: File['content']): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Every source that has different hashes in the two locks. */
export function changedSources(old: Lock, next: Lock): readonly ChangedSource[] {
  const hashes = new Map(old.sources.map(({ source, sha256 }) => [source, sha256]));
  return next.sources.flatMap(({ source, sha256 }) => {
    const previous = hashes.get(source);
    return previous === undefined || previous === sha256 ? [] : [{ source, previous, current: sha256 }];
  });
}

/** The kinds of a lock, sorted. */
export function lockedKinds(lock: Lock): readonly KindReference[] {
  return lock.sources.flatMap(({ kinds }) => kinds).sort(byKind);
}
