/** planesmith/lock: reads, writes and refreshes the versions and digests of what a platform needs besides itself. */
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
export { lockIn } from './lock-in.ts';
export { lockText, orderedLock } from './lock-text.ts';
export { readLock } from './read-lock.ts';
export { type Answer, refresh, refreshed, type RefreshOptions } from './refresh.ts';
export { type Fit, fitOf, neededOf, type Needs } from './fit.ts';
export { type Reference, referencesIn } from './references.ts';
