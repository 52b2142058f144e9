/** Completes a desired resource as Crossplane does before it applies it. */
import {
  claimNameLabel,
  claimNamespaceLabel,
  compositeLabel,
  type KubernetesObject,
  type OwnerReference,
  resourceNameAnnotation,
} from './object.ts';

/**
 * The object as Crossplane applies it: with the name and namespace of the observed one, the XR's namespace, the composite and claim labels,
 * the resource-name annotation and the controller reference (core composition_functions.go, composition_render.go).
 */
export function toApplied(
  key: string,
  desired: KubernetesObject,
  observed: KubernetesObject | undefined,
  xr: KubernetesObject,
): KubernetesObject {
  const { namespace, name, labels, annotations, ownerReferences, ...rest } = desired.metadata ?? {};
  const effective = observed?.metadata ?? { namespace, name };
  const composite = xr.metadata.labels?.[compositeLabel] ?? xr.metadata.name ?? '';
  const inNamespace = xr.metadata.namespace ?? effective.namespace;
  return {
    ...desired,
    metadata: {
      ...rest,
      ...((effective.name ?? '') === '' ? { generateName: `${composite}-` } : { name: effective.name }),
      ...(inNamespace !== undefined && inNamespace !== '' && { namespace: inNamespace }),
      labels: { ...labels, [compositeLabel]: composite, ...claimLabels(xr) },
      annotations: { ...annotations, [resourceNameAnnotation]: key },
      ownerReferences: [...(ownerReferences ?? []), controllerReference(xr)],
    } as KubernetesObject['metadata'],
  };
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
