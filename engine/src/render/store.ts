/** The objects of a simulated cluster, with the lookups of Crossplane's client. */
import { UserError } from '../errors.ts';
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

/** Whether a cluster lacks a kind. */
export type Lacks = (kind: Pick<Selector, 'apiVersion' | 'kind'>) => boolean;

/** The objects of a cluster. */
export interface Store {
  readonly lacks: Lacks;
  /** The object with this identity, or undefined. */
  get(apiVersion: string, kind: string, namespace: string | undefined, name: string): KubernetesObject | undefined;
  /**
   * The objects that match, sorted by namespace and name; undefined if a named object is absent. Throws a `UserError` for a kind that the
   * cluster lacks: Crossplane's client knows no URL for it.
   */
  select(selector: Selector): readonly KubernetesObject[] | undefined;
}

/** A store of objects; of two with the same identity it has the later one. */
export function toStore(objects: readonly KubernetesObject[], lacks: Lacks = () => false): Store {
  const byIdentity = new Map(objects.map((object) => [identity(object), object]));
  const get: Store['get'] = (apiVersion, kind, namespace, name) =>
    byIdentity.get(identity({ apiVersion, kind, metadata: namespace ? { namespace, name } : { name } }));

  return {
    lacks,
    get,
    // An absent named object gives no list, a search without a match an empty one (core internal/xfn/required_resources.go).
    select({ apiVersion, kind, namespace, matchName, matchLabels }) {
      if (lacks({ apiVersion, kind })) throw noMatch({ apiVersion, kind });
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

/** The error of Crossplane's client for a kind that the cluster lacks. */
export function noMatch({ apiVersion, kind }: Parameters<Lacks>[0]): UserError {
  return new UserError(`no matches for kind "${kind}" in version "${apiVersion}"`, {
    hint: 'the cluster lacks that kind: install its CRD',
  });
}

function identity({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name ?? ''].join('\0');
}

function qualified({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
