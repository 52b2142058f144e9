/** What the lock of npm says about an installed package. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** package-lock.json is committed; the other one npm writes into each node_modules, for the same packages. */
const locks = ['package-lock.json', join('node_modules', '.package-lock.json')];

interface Lock {
  readonly packages?: Readonly<Record<string, { readonly integrity?: unknown } | undefined>>;
}

/** The integrity of the package in the folder `dir`, by the nearest lock that knows it; nothing if none does. */
export function lockedIntegrity(dir: string): { readonly integrity?: string } {
  for (let root = dirname(dir); root !== dirname(root); root = dirname(root)) {
    const key = relative(root, dir).replaceAll(sep, '/');
    for (const lock of locks) {
      const integrity = lockAt(join(root, lock))?.packages?.[key]?.integrity;
      if (typeof integrity === 'string') return { integrity };
    }
  }
  return {};
}

const read = new Map<string, Lock | undefined>();

/** Undefined if there is no such lock, or none that can be read. */
function lockAt(path: string): Lock | undefined {
  if (!read.has(path)) {
    let lock: Lock | undefined;
    try {
      lock = JSON.parse(readFileSync(path, 'utf8')) as Lock;
    } catch {
      // Another package manager has a lock of its own.
    }
    read.set(path, lock);
  }
  return read.get(path);
}
