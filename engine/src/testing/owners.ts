/** The part of operators and providers in a simulation: what an owner writes of an object, as Kubernetes then has it. */
import { type KubernetesObject, withOwnerPart } from '../render/index.ts';
import { failing } from './failing.ts';
import type { Play, Stage } from './player.ts';

/** An object after its owner was there, and the Secrets that the owner made for it. */
export interface Owned {
  readonly object: KubernetesObject;
  readonly secrets: readonly KubernetesObject[];
}

/** Lets the owner bring an object to `stage`; one that fails says so in its conditions, and touches no Secret. */
export function ownedAt(
  stage: Stage | 'failing',
  play: Play,
  object: KubernetesObject,
  neighbours: readonly KubernetesObject[],
): Owned {
  const { status, finalizers, secrets = {} } = play(object, stage === 'failing' ? 'ready' : stage, neighbours);
  if (stage === 'failing')
    return { object: withOwnerPart(object, { status: failing(status), finalizers }), secrets: [] };
  return {
    object: withOwnerPart(object, { status, finalizers }),
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
