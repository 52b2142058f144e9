/** Kubernetes objects of which only the envelope is known. */
import type { Metadata } from '../schema/index.ts';

export interface Unstructured {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

/** The values of a Secret by key, decoded as text; empty for an absent one. */
export function secretValues(secret: Unstructured | undefined): Readonly<Record<string, string | undefined>> {
  const data = (secret?.['data'] ?? {}) as Readonly<Record<string, string>>;
  const keys = Object.keys(data).toSorted();
  return Object.fromEntries(keys.map((key) => [key, Buffer.from(data[key] as string, 'base64').toString()]));
}
