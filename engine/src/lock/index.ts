/** Versions and digests of everything that a platform needs besides itself. */
export {
  emptyLock,
  type Lock,
  lockFile,
  type Pin,
  pinsOf,
  pinText,
  type Section,
  sections,
  unresolved,
} from './lock.ts';
export { lockText } from './lock-text.ts';
export { readLock } from './read-lock.ts';
