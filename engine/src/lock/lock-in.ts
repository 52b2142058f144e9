/** Finds the lock of a platform. */
import { textIn } from '../files.ts';
import { type Lock, lockFile } from './lock.ts';
import { readLock } from './read-lock.ts';

/** The lock in the folder of a platform; undefined if there is none. Throws a `UserError` for one with a mistake. */
export function lockIn(root: string): Lock | undefined {
  const text = textIn(root, lockFile);
  return text === undefined ? undefined : readLock(text, lockFile);
}
