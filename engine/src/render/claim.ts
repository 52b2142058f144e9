/** The XR behind a claim, in each flavour. */
import { createHash } from 'node:crypto';
import { type AnyApi, applyDefaults, type Flavour, xrKind, xrSchema } from '../schema/index.ts';
import { claimNameLabel, claimNamespaceLabel, type KubernetesObject } from './object.ts';

/**
 * The XR as the API server stores it, with defaults. In the namespaced flavour it is the claim itself. In the claims flavour it is
 * cluster-scoped, as Crossplane's claim syncer creates it (core internal/controller/apiextensions/claim/syncer_ssa.go). Its name has a
 * hash of namespace and name as suffix, where Crossplane's is random.
 */
export function toXr(api: AnyApi, claim: KubernetesObject, flavour: Flavour): KubernetesObject {
  const defaulted = { spec: {}, ...(applyDefaults(xrSchema(api), claim) as KubernetesObject) };
  const { name = '', namespace, labels, annotations } = claim.metadata;
  if (flavour === 'namespaced' || namespace === undefined) return defaulted;

  const inherited = { ...withoutKubernetesKeys(labels), [claimNameLabel]: name, [claimNamespaceLabel]: namespace };
  const inheritedAnnotations = withoutKubernetesKeys(annotations);
  return {
    apiVersion: claim.apiVersion,
    kind: xrKind(api, flavour),
    metadata: {
      name: `${name.slice(0, 57)}-${suffix(namespace, name)}`,
      labels: inherited,
      ...(Object.keys(inheritedAnnotations).length > 0 && { annotations: inheritedAnnotations }),
    },
    spec: {
      ...(defaulted.spec as object),
      claimRef: { apiVersion: claim.apiVersion, kind: claim.kind, name, namespace },
    },
  };
}

/** Crossplane copies no labels or annotations with a prefix that is reserved to Kubernetes. */
function withoutKubernetesKeys(entries: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).filter(([key]) => !/(^|\.)(kubernetes|k8s)\.io$/.test(key.split('/', 1)[0] ?? '')),
  );
}

function suffix(namespace: string, name: string): string {
  return createHash('sha256')
    .update(JSON.stringify([namespace, name]))
    .digest('hex')
    .slice(0, 5);
}
