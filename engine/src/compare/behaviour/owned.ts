/** Plays the owners of composed objects of any platform: nothing is known of their kinds. */
import { type KubernetesObject, withOwnerPart } from '../../render/index.ts';

/** The conditions that say of most kinds that all is well. */
const types = ['Ready', 'Synced', 'Available', 'Established', 'Accepted', 'Programmed', 'Complete', 'Healthy'];

/** What an owner knows of its object. */
export interface OwnerValues {
  /** Its status, besides the conditions. */
  readonly status: object;
  /** The name that a provider gives to the external resource, unless the claim gives one. */
  readonly externalName: string;
}

export type ValuesOf = (object: KubernetesObject) => OwnerValues | undefined;

/**
 * The object as its owner might leave it: these conditions are True for its present generation. An object with a status, as a cluster's
 * has, keeps it. Addresses, logins and other values that only an owner knows are absent, unless `valuesOf` gives them.
 */
export function owned(object: KubernetesObject, valuesOf?: ValuesOf): KubernetesObject {
  const values = valuesOf?.(object);
  const { annotations } = object.metadata;
  const named: KubernetesObject =
    values === undefined
      ? object
      : {
          ...object,
          metadata: { ...object.metadata, annotations: { [externalName]: values.externalName, ...annotations } },
        };
  if (named['status'] !== undefined) return named;
  const { generation, finalizers } = named.metadata;
  const conditions = types.map((type) => ({ type, status: 'True', reason: 'Played', observedGeneration: generation }));
  return withOwnerPart(named, { status: { ...values?.status, conditions }, finalizers });
}

const externalName = 'crossplane.io/external-name';
