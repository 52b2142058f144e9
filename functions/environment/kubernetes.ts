/** Words about a cluster that several sections of an environment use. */
import { string } from 'planesmith/schema';

/** The name of a namespace. */
export const namespace = (what: string) => string(`Namespace of ${what}.`, { format: 'k8s-short-name', maxLength: 63 });

/** The namespace of an operator, from which it must reach the pods that it looks after. */
export const operatorNamespace = (operator: string) => namespace(`the operator ${operator}`);

/** A container image by tag and digest. */
export const image = (what: string) =>
  string(`Image of ${what}, by tag and digest.`, {
    pattern: '^[^\\s@]+:[A-Za-z0-9_.-]+@sha256:[0-9a-f]{64}$',
    maxLength: 512,
  });
