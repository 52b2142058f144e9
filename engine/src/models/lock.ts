/** The lock of the generated models: which source each kind was taken from, and its bytes. */
import type { SourceDocument } from './document.ts';
import type { KindReference } from './kind.ts';
import { byKind } from './kind.ts';

export interface LockedSource {
  readonly source: string;
  readonly sha256: string;
  readonly kinds: readonly KindReference[];
}

export interface Lock {
  readonly sources: readonly LockedSource[];
}

/** A source whose bytes are not those that the committed models were generated from. */
export interface ChangedSource {
  readonly source: string;
  readonly was: string;
  readonly is: string;
}

export const lockPath = 'models.lock.json';

/** The lock of the given choices, its sources sorted by name, their kinds by apiVersion and kind. */
export function buildLock(taken: readonly { document: SourceDocument; kind: KindReference }[]): Lock {
  const bySource = Map.groupBy(taken, ({ document }) => document.source);
  const sources = [...bySource].map(([source, entries]) => ({
    source,
    sha256: entries[0]?.document.sha256 ?? '',
    kinds: entries.map(({ kind: { apiVersion, kind } }) => ({ apiVersion, kind })).sort(byKind),
  }));
  return { sources: sources.sort((a, b) => (a.source < b.source ? -1 : 1)) };
}

/** Every source that both locks name with different bytes. */
export function changedSources(old: Lock, next: Lock): readonly ChangedSource[] {
  const before = new Map(old.sources.map(({ source, sha256 }) => [source, sha256]));
  return next.sources.flatMap(({ source, sha256 }) => {
    const was = before.get(source);
    return was === undefined || was === sha256 ? [] : [{ source, was, is: sha256 }];
  });
}

/** The kinds of a lock, sorted. */
export function lockedKinds(lock: Lock): readonly KindReference[] {
  return lock.sources.flatMap(({ kinds }) => kinds).sort(byKind);
}
