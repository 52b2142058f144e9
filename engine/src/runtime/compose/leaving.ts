/** Keeps what an earlier release composed under a key that this one does not declare, until its successors are ready. */
import type { Unstructured } from '../../authoring/unstructured.ts';
import type { Stray } from './undeclared.ts';

/**
 * The strays by key, as they are. In one pass, Crossplane deletes what is not desired before it applies what is (core
 * composite/composition_functions.go, Compose), and any error stops it in between. So each of them is composed until all parts are ready.
 */
export function leaving(strays: readonly Stray[], taken: ReadonlySet<string>): Readonly<Record<string, Unstructured>> {
  const staying = strays.filter(({ object }) => object.metadata.deletionTimestamp === undefined);
  return Object.fromEntries(staying.map(({ key, object }) => [taken.has(key) ? `former ${key}` : key, asItIs(object)]));
}

/**
 * The object without what the API server and other programs keep in its metadata. Of all other fields, those that Crossplane has no part in
 * become its own too, which harms nobody: they keep their values, and the object is about to go.
 */
export function asItIs({ status: _, metadata, ...rest }: Stray['object']): Unstructured {
  const { name, namespace, labels, annotations } = metadata;
  return {
    ...rest,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
  } as Unstructured;
}
