/** The whole object of an API: apiVersion, kind, metadata, spec, and the status with what the engine adds to every API. */
import type { AnyApi } from './api.ts';
import { claimFields, namespacedFields } from './crossplane-fields.ts';
import type { Flavour } from './flavour.ts';
import { makeNode } from './make-node.ts';
import { type Metadata, metadata } from './metadata.ts';
import type { Input, Node, Output, Schema } from './node.ts';
import { markSound } from './review/review.ts';
import { type EngineStatus, statusNode } from './status.ts';

/** A claim as its developer writes it. */
export type XrInput<A extends AnyApi> = {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec: Input<A['spec']>;
  status?: Partial<Output<A['status']>> & EngineStatus<A>;
};

/** A claim as the API server stores it. */
export type Xr<A extends AnyApi> = {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec: Output<A['spec']>;
  status?: Partial<Output<A['status']>> & EngineStatus<A>;
};

/** Names of XRs and claims become label values (crossplane-runtime pkg/xcrd/crd.go). */
const maxNameLength = 63;

const made = new WeakMap<AnyApi, Map<Flavour | undefined, Node>>();

/**
 * The schema of an API's whole object, as the XRD needs it. With a flavour it also knows the fields that Crossplane adds
 * to the developer's object in that flavour, so that it agrees with the CRD in the cluster.
 */
export function xrSchema<A extends AnyApi>(api: A, flavour?: Flavour): Schema<XrInput<A>, Xr<A>, 'required'> {
  const byFlavour = made.get(api) ?? new Map<Flavour | undefined, Node>();
  made.set(api, byFlavour);
  const schema = byFlavour.get(flavour) ?? build(api, flavour);
  byFlavour.set(flavour, schema);
  return schema as Schema<XrInput<A>, Xr<A>, 'required'>;
}

function build(api: AnyApi, flavour: Flavour | undefined): Node {
  const text = makeNode<string, string, 'required'>({ kind: 'string' }, undefined);
  const fields = {
    apiVersion: text,
    kind: text,
    metadata: metadata(maxNameLength),
    spec:
      flavour === undefined ? api.spec : withFields(api.spec, flavour === 'claims' ? claimFields : namespacedFields),
    status: statusNode(api, flavour),
  };
  // Its parts were reviewed when the API was made; the rest is Crossplane's and ours.
  return markSound(makeNode({ kind: 'object', fields }, api.description, api.rules));
}

function withFields(spec: Node, added: { readonly [name: string]: Node }): Node {
  if (spec.kind !== 'object') return spec;
  return Object.freeze({ ...spec, fields: Object.freeze({ ...spec.fields, ...added }) });
}
