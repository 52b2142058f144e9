/** planesmith/registry: pushes packages to a registry, and pulls them. */
export { type Artifact, fromMemory, readLayout, rootOf } from './artifact.ts';
export { companionsOf } from './companions.ts';
export { pullInto, type Pulled, type PullOptions } from './pull-into.ts';
export { usualPatience, type Patience } from './patience.ts';
export {
  type Conflict,
  push,
  type Pushed,
  type PushEvent,
  type PushItem,
  pushLayout,
  type PushOptions,
  type PushResult,
} from './push.ts';
export { isLoopback, parseReference, type Reference, referenceText, type RepositoryName } from './reference.ts';
export { RegistryError } from './registry-error.ts';
export type { Document } from './tree.ts';
