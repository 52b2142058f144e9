/** Dapr components of a cluster, as `dapr run` reads them on a machine without one. */
import { UserError } from '../errors.ts';
import type { KubernetesObject } from '../render/index.ts';

interface Setting {
  readonly name: string;
  readonly value?: unknown;
  readonly secretKeyRef?: { readonly name: string; readonly key?: string };
}

/** A claim and everything that it becomes. */
export interface Whole {
  readonly claim: KubernetesObject;
  readonly objects: readonly KubernetesObject[];
}

/** The name of the component that stands for Kubernetes' Secrets. */
const store = 'local-secrets';

export interface SelfHosted {
  /** Everything of Dapr's among the objects, and where its secrets are read from if there are any. */
  readonly objects: readonly KubernetesObject[];
  /** What `secrets.json` must hold: the keys of each Secret, by its name. */
  readonly secrets: Readonly<Record<string, readonly string[]>>;
}

/**
 * Throws a `UserError` where two claims become objects of one kind and name: a folder with both would stop every sidecar
 * (github.com/dapr/dapr/blob/51caceaea161/pkg/internal/loader/disk/disk.go Load).
 */
export function assertApart(wholes: readonly Whole[]): void {
  const owners = new Map<string, KubernetesObject>();
  for (const { claim, objects } of wholes) {
    for (const { kind, metadata } of objects.filter(isOfDapr)) {
      const object = `${kind} ${metadata.name}`;
      const other = owners.get(object);
      if (other !== undefined) {
        throw new UserError(
          `${titleOf(other)} and ${titleOf(claim)} both become ${object}, and without a cluster Dapr has no namespaces to tell them apart`,
          { hint: 'render them one by one, each into a folder of its own' },
        );
      }
      owners.set(object, claim);
    }
  }
}

/**
 * The objects of Dapr's group without what only a cluster knows: labels, owners and namespace. Their secrets come from a file
 * `secrets.json` beside them (docs.dapr.io/reference/components-reference/supported-secret-stores/file-secret-store).
 */
export function selfHosted(objects: readonly KubernetesObject[]): SelfHosted {
  const secrets = new Map<string, Set<string>>();
  const bare = objects.filter(isOfDapr).map((object): KubernetesObject => {
    const { apiVersion, kind, metadata, status: _, ...body } = object;
    const refs = settingsOf(object).flatMap(({ secretKeyRef }) => (secretKeyRef === undefined ? [] : [secretKeyRef]));
    for (const { name, key = name } of refs) secrets.set(name, (secrets.get(name) ?? new Set()).add(key));
    const auth = refs.length > 0 && { auth: { secretStore: store } };
    return { apiVersion, kind, metadata: { name: metadata.name ?? '' }, ...auth, ...body };
  });
  const file = {
    apiVersion: 'dapr.io/v1alpha1',
    kind: 'Component',
    metadata: { name: store },
    spec: {
      type: 'secretstores.local.file',
      version: 'v1',
      metadata: [
        { name: 'secretsFile', value: './secrets.json' },
        { name: 'multiValued', value: 'true' },
      ],
    },
  };
  return {
    objects: secrets.size > 0 ? [file, ...bare] : bare,
    secrets: Object.fromEntries([...secrets].toSorted().map(([name, keys]) => [name, [...keys].toSorted()])),
  };
}

function isOfDapr({ apiVersion }: KubernetesObject): boolean {
  return apiVersion.startsWith('dapr.io/');
}

function titleOf({ kind, metadata: { namespace, name } }: KubernetesObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function settingsOf({ kind, spec }: KubernetesObject): readonly Setting[] {
  if (kind !== 'Component') return [];
  return (spec as { readonly metadata?: readonly Setting[] } | undefined)?.metadata ?? [];
}
