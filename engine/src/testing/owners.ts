/** Simulates the owners of objects, which are operators and providers. */
import { type KubernetesObject, withOwnerPart } from '../render/index.ts';
import { failing } from './failing.ts';
import type { Play, Stage } from './player.ts';

/** An object after its owner has changed it, and the Secrets that the owner wrote for it. */
export interface Owned {
  readonly object: KubernetesObject;
  readonly secrets: readonly KubernetesObject[];
}

/** The object after its owner has brought it to a stage. A failing owner sets the conditions to False, and writes no Secret. */
export function ownedAt(
  stage: Stage | 'failing',
  play: Play,
  object: KubernetesObject,
  neighbours: readonly KubernetesObject[],
): Owned {
  const {
    status,
    // An owner that says nothing of finalizers leaves those that are composed.
    finalizers = object.metadata.finalizers,
    initialised,
    secrets = {},
  } = play(object, stage === 'failing' ? 'ready' : stage, neighbours);
  if (stage === 'failing')
    return { object: withOwnerPart(object, { status: failing(status), finalizers, initialised }), secrets: [] };
  return {
    object: withOwnerPart(object, { status, finalizers, initialised }),
    secrets: Object.entries(secrets).map(([name, values]) => secretOf(object, name, values)),
  };
}

/** A Secret that the owner of `object` writes for it, in the object's namespace. */
function secretOf(
  { apiVersion, kind, metadata: { name = '', namespace } }: KubernetesObject,
  secretName: string,
  values: Readonly<Record<string, string>>,
): KubernetesObject {
  const data = Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  const ownerReferences = [{ apiVersion, kind, name, uid: 'u-2', controller: true }];
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secretName, ...(namespace !== undefined && { namespace }), ownerReferences },
    type: 'Opaque',
    data: Object.fromEntries(data),
  };
}
