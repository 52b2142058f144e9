/** The objects of a simulated cluster, with the lookups of Crossplane's client. */
import { compareStrings } from './compare.ts';
import type { KubernetesObject } from './object.ts';

/** Selects objects of a kind: one by `matchName`, which wins, or those that match `matchLabels`, or all. */
export interface Selector {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly matchName?: string | undefined;
  readonly matchLabels?: { readonly labels: Readonly<Record<string, string>> } | undefined;
}

/** The objects of a cluster. */
export interface Store {
  /** The object with this identity, or undefined. */
  get(apiVersion: string, kind: string, namespace: string | undefined, name: string): KubernetesObject | undefined;
  /** The objects that match, sorted by namespace and name; undefined if a named object is absent. */
  select(selector: Selector): readonly KubernetesObject[] | undefined;
}

/** A store of objects; of two with the same identity it has the later one. */
export function toStore(objects: readonly KubernetesObject[]): Store {
  const byIdentity = new Map(objects.map((object) => [identity(object), object]));
  const get: Store['get'] = (apiVersion, kind, namespace, name) =>
    byIdentity.get(identity({ apiVersion, kind, metadata: namespace ? { namespace, name } : { name } }));

  return {
    get,
    // An absent named object gives no list, a search without a match an empty one (core internal/xfn/required_resources.go).
    select({ apiVersion, kind, namespace, matchName, matchLabels }) {
      if (matchName !== undefined) {
        const object = get(apiVersion, kind, namespace, matchName);
        return object && [object];
      }
      const labels = Object.entries(matchLabels?.labels ?? {});
      return [...byIdentity.values()]
        .filter((object) => object.apiVersion === apiVersion && object.kind === kind)
        .filter(({ metadata }) => !namespace || metadata.namespace === namespace)
        .filter(({ metadata }) => labels.every(([key, value]) => metadata.labels?.[key] === value))
        .toSorted((a, b) => compareStrings(qualified(a), qualified(b)));
    },
  };
}

function identity({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name ?? ''].join('\0');
}

function qualified({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
