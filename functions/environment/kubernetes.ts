/** Fields about a cluster that several environment sections have. */
import { string } from 'planesmith/schema';

/** A field that names a namespace. */
export const namespace = (what: string) => string(`Namespace of ${what}.`, { format: 'k8s-short-name', maxLength: 63 });

/** A field that names an operator's namespace: network policies let the operator in from there. */
export const operatorNamespace = (operator: string) => namespace(`the operator ${operator}`);

/** A field that pins a container image by tag and digest. */
export const image = (what: string) =>
  string(`Image of ${what}, by tag and digest.`, {
    pattern: '^[^\\s@]+:[A-Za-z0-9_.-]+@sha256:[0-9a-f]{64}$',
    maxLength: 512,
  });
