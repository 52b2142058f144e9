/** The schema of a whole claim or XR: apiVersion, kind, metadata, spec, and the status with the fields the engine adds. */
import type { AnyApi, ApiSchemas } from './api.ts';
import { claimFields, namespacedFields } from './crossplane-fields.ts';
import type { Flavour } from './flavour.ts';
import { makeNode } from './make-node.ts';
import { type Metadata, metadata, word } from './metadata.ts';
import type { Input, Node, Output, Schema } from './node.ts';
import { markSound } from './review/review.ts';
import { type EngineStatus, statusNode } from './status.ts';

type WithSpec<A extends AnyApi, Spec> = {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec: Spec;
  status?: Partial<Output<A['status']>> & EngineStatus<A>;
};

/** A claim as its developer writes it. */
export type XrInput<A extends AnyApi> = WithSpec<A, Input<A['spec']>>;

/** A claim as the API server stores it. */
export type Xr<A extends AnyApi> = WithSpec<A, Output<A['spec']>>;

/** Crossplane writes the names of XRs and claims into label values (crossplane-runtime pkg/xcrd/crd.go). */
const maxNameLength = 63;

const schemas = new WeakMap<AnyApi, Map<Flavour | undefined, Node>>();

/**
 * The schema of an API's whole object, as the XRD needs it; the same value for the same API and flavour.
 *
 * With a flavour it also has the fields that Crossplane adds to the developer's object in that flavour.
 * It then agrees with the CRD in the cluster.
 */
export function xrSchema<A extends AnyApi>(api: A, flavour?: Flavour): Schema<XrInput<A>, Xr<A>, 'required'> {
  const byFlavour = schemas.get(api) ?? new Map<Flavour | undefined, Node>();
  schemas.set(api, byFlavour);
  const schema = byFlavour.get(flavour) ?? objectSchema(api, flavour);
  byFlavour.set(flavour, schema);
  return schema as Schema<XrInput<A>, Xr<A>, 'required'>;
}

/** The schema of a whole object, built from the parts of its API. */
export function objectSchema(api: ApiSchemas, flavour?: Flavour): Node {
  const text = makeNode<string, string, 'required'>({ kind: 'string' }, undefined);
  const fields = {
    apiVersion: text,
    kind: text,
    metadata: metadata(maxNameLength),
    spec:
      flavour === undefined ? api.spec : withFields(api.spec, flavour === 'claims' ? claimFields : namespacedFields),
    status: statusNode(api, flavour),
  };
  // The review of the API covers its parts; the rest comes from Crossplane and the engine.
  return markSound(makeNode({ kind: 'object', fields }, api.description, api.rules));
}

/** What an object of any kind says of itself. */
export const identity: Node = markSound(
  makeNode({ kind: 'object', fields: { apiVersion: word, kind: word, metadata: metadata(253) } }, undefined),
);

function withFields(spec: Node, added: { readonly [name: string]: Node }): Node {
  if (spec.kind !== 'object') return spec;
  return Object.freeze({ ...spec, fields: Object.freeze({ ...spec.fields, ...added }) });
}
