/** Finds references of other manifests to Secrets of claims beside them: to keys that these do not have, and by names that are almost theirs. */
import { type AnyApi, listedSecrets, nearest } from '../schema/index.ts';
import type { HintedIssue } from './hints.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a manifest reads a Secret. */
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

/** The Secrets that the claims beside a manifest ask for, by name. */
export type SecretsByName = ReadonlyMap<string, readonly PromisedSecret[]>;

/** An issue for each key that another manifest reads from one of these Secrets, and that none of that name has. */
export function referenceIssues(manifest: Fields, secrets: SecretsByName): readonly HintedIssue[] {
  const isMeant = inNamespaceOf(manifest);
  return [...referencesIn(manifest)].flatMap(({ path, name, key }): HintedIssue[] => {
    const meant = (secrets.get(name) ?? []).filter(isMeant);
    const [first] = meant;
    if (key === undefined || first === undefined || meant.some(({ keys }) => keys.includes(key))) return [];
    const near = nearest(key, first.keys);
    const hint = `${near === undefined ? '' : `did you mean ${JSON.stringify(near)}? `}its keys are ${first.keys.join(', ')}`;
    return [{ path, message: `the Secret of ${first.claim} has no key ${JSON.stringify(key)}`, hint }];
  });
}

/**
 * A warning for each name that is almost that of one of these Secrets, which has the key. It is no more than a warning, since a Secret of that name may come
 * from elsewhere; one that is among the files is none to warn of.
 */
export function nearNames(
  manifest: Fields,
  secrets: SecretsByName,
  among: ReadonlySet<string>,
): readonly HintedIssue[] {
  const isMeant = inNamespaceOf(manifest);
  const all = [...secrets.values()].flat().filter(isMeant);
  return [...referencesIn(manifest)].flatMap(({ namePath, name, key }): HintedIssue[] => {
    if (secrets.has(name) || among.has(name)) return [];
    const possible = all.filter(({ keys }) => key === undefined || keys.includes(key));
    const near = nearest(
      name,
      possible.map((secret) => secret.name),
    );
    const meant = possible.find((secret) => secret.name === near);
    if (meant === undefined) return [];
    const hint = `did you mean ${JSON.stringify(meant.name)}, that of ${meant.claim}?`;
    return [{ path: namePath, message: `no claim beside it has a Secret ${JSON.stringify(name)}`, hint }];
  });
}

/** Whether a Secret may be in the namespace of the manifest, as far as both say theirs. */
function inNamespaceOf(manifest: Fields): (secret: PromisedSecret) => boolean {
  const namespace = textOf(fieldsIn(manifest['metadata'])['namespace']);
  return (secret) => namespace === undefined || secret.namespace === undefined || secret.namespace === namespace;
}

/** A Secret that a manifest reads. */
interface Reference {
  readonly namePath: string;
  readonly name: string;
  /** The path of the key, or else of the Secret. */
  readonly path: string;
  /** Undefined if it reads all keys. */
  readonly key?: string;
}

/**
 * The Secrets that a manifest reads: `secretKeyRef` of containers and of other kinds, `secretRef`, and volumes with and without `items`. An optional one
 * may be missing.
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
    yield* referencesAt(field, fieldsIn(inner), below);
    yield* referencesIn(inner, below);
  }
}

function* referencesAt(field: string, fields: Fields, path: string): Generator<Reference> {
  const { name, secretName = name, key, items, optional } = fields;
  if (optional === true || typeof secretName !== 'string') return;
  const secret = {
    namePath: `${path}.${fields['secretName'] === undefined ? 'name' : 'secretName'}`,
    name: secretName,
  };
  if (field === 'secretKeyRef' && typeof key === 'string') yield { ...secret, path: `${path}.key`, key };
  if (field === 'secretRef' || (field === 'secret' && items === undefined)) yield { ...secret, path };
  if (field !== 'secret' || !Array.isArray(items)) return;
  for (const [index, item] of items.entries()) {
    const { key: itemKey } = fieldsIn(item);
    if (typeof itemKey === 'string') yield { ...secret, path: `${path}.items[${index}].key`, key: itemKey };
  }
}

function fieldsIn(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
