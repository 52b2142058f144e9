/** Reads the XR of a request: the claim's identity, its spec and its status, the same in both flavours. */
import type { Resource } from '@crossplane-org/function-sdk-typescript';
import { UserError } from '../../errors.ts';
import type { AnyApi, Metadata, Schema } from '../../schema/index.ts';
import { groupOf } from '../../schema/kind-name.ts';
import type { Claim } from '../../authoring/claim.ts';
import { inOrder } from './in-order.ts';

interface XrObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: Readonly<Record<string, unknown>> & {
    readonly claimRef?: { readonly name: string; readonly namespace: string };
  };
  readonly status?: {
    readonly recorded?: Readonly<Record<string, unknown>>;
    readonly target?: string;
    readonly platformVersion?: string;
    readonly connectionSecretRef?: { readonly name?: string };
    readonly conditions?: readonly { readonly type?: string; readonly status?: string; readonly message?: string }[];
  };
}

/** The XR behind a claim. */
export interface Xr {
  readonly apiVersion: string;
  /** The XR's own kind, with the X of the claims flavour. */
  readonly kind: string;
  readonly uid: string | undefined;
  /** Nothing is known of its namespace yet (team.ts, home.ts). */
  readonly claim: Omit<Claim, 'team' | 'namespaceUID'>;
  /** Whether another claim of the platform composed it, as its metadata says. */
  readonly isPart: boolean;
  /** The spec as the developer wrote it, without Crossplane's own fields; keys in order. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly status: NonNullable<XrObject['status']>;
  /** The resources of the last response that the API server refused; undefined if it accepted all. */
  readonly rejected: Rejected | undefined;
}

/** Composed resources that the API server refused as invalid. */
export interface Rejected {
  /** Their keys, as Crossplane lists them. */
  readonly resources: string;
  /** The kind and name of the object whose events have the reason. */
  readonly object: string;
}

/** The XR of `api`; throws if a namespaced claim has no namespace, since objects composed without one break the XR for good. */
export function readXr(api: AnyApi, composite: Resource | undefined): Xr {
  const { apiVersion, kind, metadata, spec = {}, status = {} } = (composite?.resource ?? {}) as XrObject;
  // A claim of the claims flavour has an XR with a name of its own and no namespace (core claim/composite.go).
  const name = spec.claimRef?.name ?? metadata.name ?? '';
  const namespace = metadata.namespace ?? spec.claimRef?.namespace ?? '';
  if (namespace === '' && api.scope === 'Namespaced') {
    throw new UserError(`${kind} ${name} has neither a namespace nor a claim: ask for a ${api.kind} in a namespace`);
  }
  const written: Record<string, unknown> = {};
  for (const field of fieldsOf(api.spec)) if (field in spec) written[field] = inOrder(spec[field]);
  return {
    apiVersion,
    kind,
    uid: metadata.uid,
    claim: {
      group: groupOf(apiVersion),
      kind: api.kind,
      name,
      namespace: api.scope === 'Namespaced' ? namespace : '',
      labels: inOrder(metadata.labels ?? {}),
      annotations: inOrder(metadata.annotations ?? {}),
      createdAt: metadata.creationTimestamp,
    },
    isPart: isPart(metadata, groupOf(apiVersion), spec.claimRef !== undefined),
    written,
    status,
    rejected: rejectedIn(status, `${kind} ${metadata.name}`),
  };
}

/**
 * In the claims flavour an owner is known of the claim alone, not of the XR behind it. Crossplane copies the claim's annotations to the XR (core v2.4.0
 * internal/controller/apiextensions/claim/syncer_ssa.go line 103), among them its own on composed resources.
 */
function isPart({ ownerReferences = [], annotations = {} }: Metadata, group: string, hasClaim: boolean): boolean {
  if (hasClaim) return annotations['crossplane.io/composition-resource-name'] !== undefined;
  return ownerReferences.some((owner) => owner.controller === true && groupOf(owner.apiVersion) === group);
}

/** Crossplane lists refused resources in this condition, and the reason only in events (composite/reconciler.go of v2.4.0). */
function rejectedIn({ conditions = [] }: Xr['status'], object: string): Rejected | undefined {
  const prefix = 'Unsynced resources: ';
  const synced = conditions.find(({ type, status }) => type === 'Synced' && status === 'False');
  if (synced?.message?.startsWith(prefix) !== true) return undefined;
  return { resources: synced.message.slice(prefix.length), object };
}

function fieldsOf(spec: Schema): readonly string[] {
  return spec.kind === 'object' ? Object.keys(spec.fields) : [];
}
