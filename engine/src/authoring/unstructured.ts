/** Kubernetes objects without a model. */
import type { Metadata } from '../schema/index.ts';

/** An object of which only the envelope is typed. */
export interface Unstructured {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

/** The values of a Secret as text, by key; empty if there is no Secret. */
export function secretValues(secret: Unstructured | undefined): Readonly<Record<string, string | undefined>> {
  const data = (secret?.['data'] ?? {}) as Readonly<Record<string, string>>;
  const keys = Object.keys(data).toSorted();
  return Object.fromEntries(keys.map((key) => [key, Buffer.from(data[key] as string, 'base64').toString()]));
}
