/** planesmith/registry: pushes packages to a registry, and pulls them. */
export { type Artifact, blobIn, fromMemory, readLayout, rootOf, type StoredBlob } from './artifact.ts';
export { type Companion, companionsOf, referrersIndex, referrersTag, subjectOf } from './companions.ts';
export { type GatherEvent, Gathering, type GatherOptions, type Source, sourceIn, sourceOf } from './gather.ts';
export { documentIn, type Descriptor } from './manifest.ts';
export { hasBlob } from './presence.ts';
export { type Document, type Tree, treeOf } from './tree.ts';
export { openPublished } from './published.ts';
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
