/** The metadata of an object, with the fields that Kubernetes defines. */
import { makeNode } from './make-node.ts';
import type { Schema } from './node.ts';

/** The part of an object's metadata that functions and the command line read. */
export type Metadata = {
  name?: string;
  generateName?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  finalizers?: string[];
  ownerReferences?: {
    apiVersion: string;
    kind: string;
    name: string;
    uid: string;
    controller?: boolean;
    blockOwnerDeletion?: boolean;
  }[];
};

/** The name of every field of ObjectMeta: https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/types.go. */
export const metadataFields: readonly string[] = [
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
];

/** The schema of metadata in which the name may have at most `maxNameLength` characters. */
export function metadata(maxNameLength: number): Schema<Metadata, Metadata, 'required'> {
  return makeNode({ kind: 'metadata', maxNameLength }, undefined);
}
