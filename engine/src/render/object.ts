/** Kubernetes objects, as far as rendering reads them. */

/** A Kubernetes object as parsed from YAML or JSON. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** The metadata of an object. */
export interface ObjectMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly finalizers?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly [field: string]: unknown;
}

/** A reference to the owner of an object. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** The annotation with the key of a composed resource (crossplane-runtime pkg/xcrd). */
export const resourceNameAnnotation = 'crossplane.io/composition-resource-name';
/** The label with the name of the XR (crossplane-runtime pkg/xcrd). */
export const compositeLabel = 'crossplane.io/composite';
/** The labels with the name and namespace of the claim (crossplane-runtime pkg/xcrd). */
export const claimNameLabel = 'crossplane.io/claim-name';
export const claimNamespaceLabel = 'crossplane.io/claim-namespace';

/** The owner that controls an object, if any. */
export function controllerOf(object: KubernetesObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

/** The data of a Secret. */
export function bytesOf(secret: KubernetesObject | undefined): Readonly<Record<string, Buffer>> {
  const data = (secret?.['data'] ?? {}) as Readonly<Record<string, string>>;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64')]));
}
