/** Completes a desired resource as Crossplane does before it applies it. */
import { createHash } from 'node:crypto';
import { UserError } from '../errors.ts';
import { subdomainProblems } from '../schema/validate/names.ts';
import {
  claimNameLabel,
  claimNamespaceLabel,
  compositeLabel,
  type KubernetesObject,
  type OwnerReference,
  resourceNameAnnotation,
} from './object.ts';
import type { Result } from './pipeline.ts';

/**
 * The object as Crossplane applies it. Its name and namespace are those of the observed one; otherwise Crossplane makes a name, and takes
 * the XR's namespace. Crossplane adds the composite and claim labels, the resource-name annotation and the controller reference
 * (core composition_functions.go, composition_render.go, internal/names).
 */
export function toApplied(
  key: string,
  desired: KubernetesObject,
  observed: KubernetesObject | undefined,
  xr: KubernetesObject,
): KubernetesObject {
  const { namespace, name, generateName, labels, annotations, ownerReferences, ...rest } = desired.metadata ?? {};
  const effective = observed?.metadata ?? { namespace, name, generateName };
  const composite = xr.metadata.labels?.[compositeLabel] ?? xr.metadata.name ?? '';
  const prefix = String(effective['generateName'] ?? '') || (effective.name ? '' : `${composite}-`);
  const inNamespace = xr.metadata.namespace ?? effective.namespace;
  return {
    ...desired,
    metadata: {
      ...rest,
      ...(prefix !== '' && { generateName: prefix }),
      name: effective.name || childName(prefix, `${xr.metadata.uid}${key}`),
      ...(inNamespace !== undefined && inNamespace !== '' && { namespace: inNamespace }),
      labels: { ...labels, [compositeLabel]: composite, ...claimLabels(xr) },
      annotations: { ...annotations, [resourceNameAnnotation]: key },
      ownerReferences: [...(ownerReferences ?? []), controllerReference(xr)],
    } as KubernetesObject['metadata'],
  };
}

/** The name of a resource that has none; `identity` is that of the XR and the resource in it. */
function childName(prefix: string, identity: string): string {
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  const parent = prefix.endsWith('-') ? prefix : `${prefix}-`;
  if (parent.length + hash.length <= 63) return parent + hash;
  const cut = parent.slice(0, 63 - hash.length);
  return cut.endsWith('-') ? cut + hash : `${cut.slice(0, -1)}-${hash}`;
}

/** Throws a `UserError` for an object that Crossplane could not apply as the step `last` leaves it. */
export function refuseUnusable({ apiVersion, kind, metadata }: KubernetesObject, last: string): void {
  const key = metadata.annotations?.[resourceNameAnnotation];
  const hint = 'correct its function or its input';
  if (!apiVersion || !kind) {
    throw new UserError(`step ${last} leaves the resource ${key} without apiVersion or kind`, { hint });
  }
  // Names of roles may have colons (core internal/names/validate.go).
  const name = apiVersion.startsWith('rbac.authorization.k8s.io/') ? metadata.name?.replaceAll(':', '') : metadata.name;
  const [problem] = subdomainProblems(name ?? '');
  if (problem === undefined) return;
  throw new UserError(`step ${last} leaves the resource ${key} with the name "${metadata.name}": ${problem}`, { hint });
}

/** The warning that Crossplane gives with a new object of another namespace than its XR's. */
export function overridden(
  key: string,
  { metadata }: Partial<KubernetesObject>,
  isObserved: boolean,
  { metadata: { namespace } }: KubernetesObject,
): Result[] {
  const wanted = metadata?.namespace;
  if (isObserved || !namespace || !wanted || wanted === namespace) return [];
  const message = `cannot create composed resource "${key}" in namespace "${wanted}", using XR namespace "${namespace}" instead`;
  return [{ severity: 'Warning', message }];
}

/** The reference to a composed resource in the XR's `resourceRefs`; without a namespace if the XR has one. */
export function toResourceRef({ apiVersion, kind, metadata }: KubernetesObject, xr: KubernetesObject) {
  const namespace = xr.metadata.namespace === undefined ? metadata.namespace : undefined;
  return { apiVersion, kind, name: metadata.name ?? '', ...(namespace !== undefined && { namespace }) };
}

function claimLabels({ metadata: { labels } }: KubernetesObject): Record<string, string> {
  const name = labels?.[claimNameLabel];
  const namespace = labels?.[claimNamespaceLabel];
  return name && namespace ? { [claimNameLabel]: name, [claimNamespaceLabel]: namespace } : {};
}

function controllerReference({ apiVersion, kind, metadata }: KubernetesObject): OwnerReference {
  return {
    apiVersion,
    kind,
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}
