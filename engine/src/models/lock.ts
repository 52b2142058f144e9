/** The lock of the generated models: the source of each kind, and the hashes of sources and generated files. */
import { createHash } from 'node:crypto';
import { engineLine } from '../engine-line.ts';
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import type { Origin } from './document.ts';
import type { KindReference } from './kind.ts';
import { byKind } from './kind.ts';

export interface LockedSource extends Origin {
  readonly kinds: readonly KindReference[];
}

/** The rights that a provider or operator asks for, of which its kinds say nothing. */
export interface LockedRights {
  readonly version: string;
  /** The verbs by resource, such as `leases.coordination.k8s.io`, both sorted. */
  readonly verbs: Readonly<Record<string, readonly string[]>>;
}

export interface Lock {
  /** The line of the engine that generated the files; absent in a lock of before lines were recorded. */
  readonly engine?: string;
  readonly sources: readonly LockedSource[];
  /** The rights of providers and operators, by their names in `planesmith.lock.yaml`. @default nobody has read any */
  readonly rights?: Readonly<Record<string, LockedRights>>;
  /** The SHA-256 hash of each generated file, by path: without the sources, it shows that nobody has edited one. */
  readonly files: Readonly<Record<string, string>>;
}

/** A source that has changed since the committed models were generated. */
export interface ChangedSource {
  readonly source: string;
  readonly previous: Omit<Origin, 'source'>;
  readonly current: Omit<Origin, 'source'>;
}

export const lockPath = 'models.lock.json';

/** A kind and where it comes from. */
export interface LockedKind {
  readonly origin: Origin;
  readonly kind: KindReference;
}

/** The lock in this text; an empty one if there is no text. Throws a `UserError` for a damaged one. */
export function readLock(text: string | undefined): Lock {
  if (text === undefined) return { sources: [], files: {} };
  try {
    const { engine, sources, rights, files } = JSON.parse(text) as Lock;
    if (Array.isArray(sources) && typeof files === 'object') {
      const more = isRights(rights) ? { rights } : {};
      return { ...(typeof engine === 'string' && { engine }), sources, ...more, files };
    }
  } catch {
    // The sentence below is for it, too.
  }
  throw new UserError(`functions/models/${lockPath} is damaged`, {
    hint: 'restore it from version control, or remove functions/models/ and run `npx planesmith models`',
  });
}

/** A damaged entry counts as none, since only a report needs it. */
function isRights(value: unknown): value is NonNullable<Lock['rights']> {
  const isList = (verbs: unknown) => Array.isArray(verbs) && verbs.every((verb) => typeof verb === 'string');
  return (
    isObject(value) &&
    Object.values(value).every(
      (entry) =>
        isObject(entry) &&
        typeof entry['version'] === 'string' &&
        isObject(entry['verbs']) &&
        Object.values(entry['verbs']).every(isList),
    )
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The lock of these kinds and their files, with sources and rights sorted by name, and kinds by apiVersion and kind. */
export function buildLock(kinds: readonly LockedKind[], files: readonly File[], rights: Lock['rights'] = {}): Lock {
  const bySource = Map.groupBy(kinds, ({ origin }) => identity(origin));
  const sources = [...bySource.values()].map((entries) => {
    const { source, version, sha256 } = (entries[0] as LockedKind).origin;
    return {
      source,
      ...(version !== undefined && { version }),
      sha256,
      kinds: entries.map(({ kind: { apiVersion, kind } }) => ({ apiVersion, kind })).sort(byKind),
    };
  });
  return {
    engine: engineLine,
    sources: sources.sort((a, b) => (identity(a) < identity(b) ? -1 : 1)),
    ...(Object.keys(rights).length > 0 && {
      rights: Object.fromEntries(Object.entries(rights).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    }),
    files: Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)])),
  };
}

/** A kept kind may have another version of a source than an updated one. */
function identity({ source, version = '', sha256 }: Origin): string {
  return JSON.stringify([source, version, sha256]);
}

/** The paths of files that differ from those of the lock, in either direction. */
export function differingFiles(
  { files: locked }: Pick<Lock, 'files'>,
  files: ReadonlyMap<string, string>,
): readonly string[] {
  const paths = [...new Set([...Object.keys(locked), ...files.keys()])].filter((path) => path !== lockPath);
  return paths.filter((path) => locked[path] !== sha256(files.get(path) ?? '')).sort();
}

export function sha256(content: File['content']): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Every source that has another version or other hashes in the next lock. */
export function changedSources(old: Lock, next: Lock): readonly ChangedSource[] {
  return next.sources.flatMap((now) => {
    const before = old.sources.filter(({ source }) => source === now.source);
    if (before.length === 0 || before.some((entry) => identity(entry) === identity(now))) return [];
    return [{ source: now.source, previous: contentOf(before[0] as LockedSource), current: contentOf(now) }];
  });
}

function contentOf({ version, sha256 }: LockedSource): Omit<Origin, 'source'> {
  return { ...(version !== undefined && { version }), sha256 };
}

/** The kinds of a lock with their origins, sorted. */
export function lockedKinds({ sources }: Lock): readonly LockedKind[] {
  const all = sources.flatMap(({ kinds, ...origin }) => kinds.map((kind) => ({ origin, kind })));
  return all.sort((a, b) => byKind(a.kind, b.kind));
}
