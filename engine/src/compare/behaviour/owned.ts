/** Plays the owners of composed objects of any platform: nothing is known of their kinds. */
import { type KubernetesObject, withOwnerPart } from '../../render/index.ts';

/** The conditions that say of most kinds that all is well. */
const types = ['Ready', 'Synced', 'Available', 'Established', 'Accepted', 'Programmed', 'Complete', 'Healthy'];

/**
 * The object as its owner might leave it: these conditions are True for its present generation. An object with a status, as a cluster's
 * has, keeps it. Addresses, logins and other values that only an owner knows are absent.
 */
export function owned(object: KubernetesObject): KubernetesObject {
  if (object['status'] !== undefined) return object;
  const { generation } = object.metadata;
  const conditions = types.map((type) => ({ type, status: 'True', reason: 'Played', observedGeneration: generation }));
  return withOwnerPart(object, { status: { conditions }, finalizers: object.metadata.finalizers });
}
