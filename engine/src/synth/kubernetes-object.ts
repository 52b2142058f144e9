/** A Kubernetes object as synthesis returns it. */

/** Plain data, ready to be written as YAML or JSON. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}
