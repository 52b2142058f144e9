/** The Secret through which applications reach what a claim made: the same keys on every target, composed by the engine itself. */
import type { SecretValue } from './target.ts';
import type { Unstructured } from './unstructured.ts';

/** What the claim's `spec.connectionSecret` says. */
export interface SecretWishes {
  readonly name?: string;
  readonly keyAliases?: Readonly<Record<string, string>>;
}

export interface SecretRequest {
  /** The keys that the API promises. */
  readonly keys: readonly string[];
  readonly aliases: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, SecretValue>>;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The Secret as composed earlier. */
  readonly observed: Unstructured | undefined;
  /** Who has that name in the cluster: `null` for nobody, undefined while that is not known. */
  readonly holder: Unstructured | null | undefined;
  /** The XR's own UID. */
  readonly uid: string | undefined;
}

export interface ConnectionSecret {
  readonly name: string;
  /** The Secret to compose; undefined while it must not be. */
  readonly object: Record<string, unknown> | undefined;
  /** Undefined when applications can use it, else why not, as part of a sentence. */
  readonly unready: string | undefined;
  /** Whether the name belongs to a Secret that this claim did not make. */
  readonly isForeign: boolean;
}

/**
 * The Secret is first composed when every key has a value, so that no application starts with half of it. From then on it is always
 * composed, and a key whose source is unavailable keeps its last value. Core would seize an existing Secret of that name, and delete it
 * with the claim, so one that this XR does not control is refused.
 */
export function connectionSecret(request: SecretRequest): ConnectionSecret {
  const { keys, aliases, values, observed, holder, uid } = request;
  const name = observed?.metadata.name ?? request.name;
  if (observed === undefined && holder && !isControlledBy(holder, uid)) {
    return { name, object: undefined, isForeign: true, unready: 'already exists and belongs to something else' };
  }
  const kept = (observed?.['data'] ?? {}) as Readonly<Record<string, string>>;
  const data: Record<string, string> = {};
  const absent: string[] = [];
  for (const key of keys) {
    const value = encoded(values[key]) ?? kept[key];
    if (value === undefined) absent.push(key);
    else data[key] = value;
  }
  const unready =
    absent.length > 0 ? `waits for ${absent.join(', ')}` : observed === undefined ? 'is being created' : undefined;
  if (observed === undefined && (absent.length > 0 || holder === undefined)) {
    return { name, object: undefined, isForeign: false, unready };
  }
  for (const [alias, key] of Object.entries(aliases)) {
    const value = data[key];
    if (value !== undefined && !keys.includes(alias)) data[alias] = value;
  }
  const metadata = { name, namespace: observed?.metadata.namespace ?? request.namespace, labels: request.labels };
  return {
    name,
    object: { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data },
    isForeign: false,
    unready,
  };
}

function encoded(value: SecretValue): string | undefined {
  return value === undefined ? undefined : Buffer.from(value as string).toString('base64');
}

function isControlledBy({ metadata }: Unstructured, uid: string | undefined): boolean {
  const { ownerReferences = [] } = metadata as { ownerReferences?: readonly { uid: string; controller?: boolean }[] };
  return uid !== undefined && ownerReferences.some((owner) => owner.controller === true && owner.uid === uid);
}
