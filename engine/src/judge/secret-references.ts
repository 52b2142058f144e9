/** Finds references of other manifests to keys that the Secret of a claim beside them does not have. */
import { type AnyApi, listedSecrets, nearest } from '../schema/index.ts';
import type { HintedIssue } from './hints.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a manifest reads a key of a Secret. */
export function readsSecret(manifest: Fields): boolean {
  return !referencesIn(manifest).next().done;
}

/** A Secret that a claim asks for. */
export interface PromisedSecret {
  /** As in `Database orders`. */
  readonly claim: string;
  readonly name: string;
  /** Undefined if the file does not say. */
  readonly namespace: string | undefined;
  readonly keys: readonly string[];
}

/** The Secrets of a claim in the claim's own namespace: its connection Secret, and those that it lists. */
export function promisedSecrets(api: AnyApi, claim: Fields): readonly PromisedSecret[] {
  const { name, namespace } = fieldsIn(claim['metadata']);
  if (api.scope === 'Cluster' || typeof name !== 'string') return [];
  const title = { claim: `${api.kind} ${name}`, namespace: textOf(namespace) };
  const listed = listedSecrets(api, claim).map((secret) => ({ ...title, name: secret.name, keys: secret.keys }));
  if (Object.keys(api.secret).length === 0) return listed;
  const wishes = fieldsIn(fieldsIn(claim['spec'])['connectionSecret']);
  const connection = {
    ...title,
    name: typeof wishes['name'] === 'string' ? wishes['name'] : `${name}-${api.kind.toLowerCase()}`,
    keys: [...Object.keys(api.secret), ...Object.keys(fieldsIn(wishes['keyAliases']))],
  };
  return [connection, ...listed];
}

/** An issue for each key that another manifest reads from one of these Secrets, and that none of that name has. */
export function referenceIssues(
  manifest: Fields,
  secrets: ReadonlyMap<string, readonly PromisedSecret[]>,
): readonly HintedIssue[] {
  const namespace = textOf(fieldsIn(manifest['metadata'])['namespace']);
  return [...referencesIn(manifest)].flatMap(({ path, name, key }): HintedIssue[] => {
    const meant = (secrets.get(name) ?? []).filter(
      (secret) => namespace === undefined || secret.namespace === undefined || secret.namespace === namespace,
    );
    const [first] = meant;
    if (first === undefined || meant.some(({ keys }) => keys.includes(key))) return [];
    const near = nearest(key, first.keys);
    const hint = `${near === undefined ? '' : `did you mean ${JSON.stringify(near)}? `}its keys are ${first.keys.join(', ')}`;
    return [{ path, message: `the Secret of ${first.claim} has no key ${JSON.stringify(key)}`, hint }];
  });
}

interface Reference {
  /** Of the key. */
  readonly path: string;
  readonly name: string;
  readonly key: string;
}

/**
 * The keys that a manifest reads: `secretKeyRef` of containers and of other kinds, and the `items` of volumes. An optional one may be missing.
 * https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/#projections
 */
function* referencesIn(value: unknown, path = ''): Generator<Reference> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* referencesIn(item, `${path}[${index}]`);
    return;
  }
  for (const [field, inner] of Object.entries(value)) {
    const below = path === '' ? field : `${path}.${field}`;
    const { name, secretName = name, key, items, optional } = fieldsIn(inner);
    const isVolume = field === 'secret' && Array.isArray(items);
    if (optional !== true && typeof secretName === 'string') {
      if (field === 'secretKeyRef' && typeof key === 'string') yield { path: `${below}.key`, name: secretName, key };
      for (const [index, item] of isVolume ? items.entries() : []) {
        const itemKey = fieldsIn(item)['key'];
        if (typeof itemKey === 'string') yield { path: `${below}.items[${index}].key`, name: secretName, key: itemKey };
      }
    }
    yield* referencesIn(inner, below);
  }
}

function fieldsIn(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
