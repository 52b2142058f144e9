/** The cluster a render sees: the observed and required objects it was given, looked up as core's client looks them up. */
import { compareStrings } from './compare.ts';
import type { KubernetesObject } from './object.ts';

/** What a function asks for; `matchName` wins over `matchLabels`, neither means every object of the kind. */
export interface Selector {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly matchName?: string | undefined;
  readonly matchLabels?: { readonly labels: Readonly<Record<string, string>> } | undefined;
}

export interface Store {
  /** The object of that identity, or undefined. */
  get(apiVersion: string, kind: string, namespace: string | undefined, name: string): KubernetesObject | undefined;
  /** What the selector matches, sorted by namespace and name; undefined if a named object is absent. */
  select(selector: Selector): readonly KubernetesObject[] | undefined;
}

/** A store of `objects`; of two objects of one identity the later one counts. */
export function toStore(objects: readonly KubernetesObject[]): Store {
  const byIdentity = new Map(objects.map((object) => [identity(object), object]));
  const get: Store['get'] = (apiVersion, kind, namespace, name) =>
    byIdentity.get(identity({ apiVersion, kind, metadata: namespace ? { namespace, name } : { name } }));

  return {
    get,
    // core internal/xfn/required_resources.go: a named object that is absent is no list at all, a search that finds nothing an empty one.
    select({ apiVersion, kind, namespace, matchName, matchLabels }) {
      if (matchName !== undefined) {
        const found = get(apiVersion, kind, namespace, matchName);
        return found && [found];
      }
      const wanted = Object.entries(matchLabels?.labels ?? {});
      return [...byIdentity.values()]
        .filter((object) => object.apiVersion === apiVersion && object.kind === kind)
        .filter(({ metadata }) => !namespace || metadata.namespace === namespace)
        .filter(({ metadata }) => wanted.every(([key, value]) => metadata.labels?.[key] === value))
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
