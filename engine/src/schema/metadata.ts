/** The metadata of an object, with the fields that Kubernetes defines. */
import { makeNode } from './make-node.ts';
import { nullable, optional } from './modifiers.ts';
import type { Node, Schema } from './node.ts';

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

const text = bare({ kind: 'string' });
/** A text that must be there and not be empty. */
export const word = makeNode<string, string, 'required'>({ kind: 'string', minLength: 1 }, undefined);
const whole = bare({ kind: 'integer', format: 'int64' });
const time = bare({ kind: 'string', format: 'date-time' });
const ownerReference = bare({
  kind: 'object',
  fields: {
    apiVersion: word,
    kind: word,
    name: word,
    uid: word,
    controller: bare({ kind: 'boolean' }),
    blockOwnerDeletion: bare({ kind: 'boolean' }),
  },
});

/** The fields of ObjectMeta that every object has alike: https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/types.go. */
export const sharedFields: Readonly<Record<string, Node>> = {
  finalizers: list(text),
  ownerReferences: list(ownerReference),
  uid: text,
  resourceVersion: text,
  generation: whole,
  creationTimestamp: time,
  deletionTimestamp: time,
  deletionGracePeriodSeconds: whole,
  managedFields: list(bare({ kind: 'any' })),
  selfLink: text,
};

/** The name of every field of ObjectMeta. */
export const metadataFields: readonly string[] = [
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  ...Object.keys(sharedFields),
];

/** The schema of metadata in which the name may have at most `maxNameLength` characters. */
export function metadata(maxNameLength: number): Schema<Metadata, Metadata, 'required'> {
  return makeNode({ kind: 'metadata', maxNameLength }, undefined);
}

/** A field that may be absent or null: the API server decodes metadata with Go's reader of JSON, to which both are the same. */
function bare(shape: Parameters<typeof makeNode>[0]): Node {
  return nullable(optional(makeNode(shape, undefined)));
}

function list(items: Node): Node {
  return bare({ kind: 'array', items, listType: 'atomic', keys: [] });
}
