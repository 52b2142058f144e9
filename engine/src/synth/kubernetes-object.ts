/** The Kubernetes objects that synthesis returns. */

/** Plain data, ready to be written as YAML or JSON. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}
