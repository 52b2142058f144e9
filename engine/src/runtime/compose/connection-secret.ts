/** The connection Secret, which has the same keys on every target and is composed by the engine. */
import type { None } from '../../authoring/none.ts';
import type { ComposedKind } from '../../authoring/model.ts';
import { ready } from '../../authoring/readiness.ts';
import type { SecretValue } from '../../authoring/target.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { isControlled, isLeaving, isOurs, type Mark } from '../read/holder.ts';

/** The kind of the connection Secret, which no target declares. */
export const secretKind: ComposedKind = {
  apiVersion: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true,
  ready: () => true,
  accepted: () => true,
  nameLimit: 253,
  clusterRoles: [],
  writesOwnSecret: false,
  volumes: false,
  concerns: {},
};

/** The claim's `spec.connectionSecret`. */
export interface SecretWishes {
  readonly name?: string;
  readonly keyAliases?: Readonly<Record<string, string>>;
}

/** All that decides about a connection Secret. */
export interface SecretRequest {
  /** The keys that the API promises. */
  readonly keys: readonly string[];
  /** Those of them that do not exist for this claim. @default none */
  readonly lacks?: readonly string[];
  readonly values: Readonly<Record<string, SecretValue | None>>;
  readonly wishes: SecretWishes;
  /** The name, unless the claim gives another. */
  readonly defaultName: string;
  readonly namespace: string;
  readonly mark: Mark;
  /** The Secret as composed earlier. */
  readonly observed: Unstructured | undefined;
  /** Any Secret that already has the name: `null` if there is none, undefined while that is not known. */
  readonly holder: Unstructured | null | undefined;
}

/** The connection Secret of a claim, and its state. */
export interface ConnectionSecret {
  readonly name: string;
  /** The object to compose; undefined while it must not be composed, or if the claim has no key. */
  readonly object: Record<string, unknown> | undefined;
  /** Undefined when applications can use it; otherwise the reason, as part of a sentence. */
  readonly unready: string | undefined;
  /** Sentences on what the claim must change. */
  readonly refusals: readonly string[];
  /** For reports: the object that will be composed. */
  readonly later?: LaterSecret;
}

/** A connection Secret that waits for values. */
export interface LaterSecret {
  /** The keys that have no value yet. */
  readonly absent: readonly string[];
  /** Returns the object, in which they are empty. */
  readonly object: () => Record<string, unknown>;
}

/**
 * Composes the Secret once every key has a value, so that no application starts with half of it. From then on it is always composed, and
 * a key without a value keeps its last one. If a Secret of that name exists and is not of this claim, the claim is refused: Crossplane would
 * take it over, and delete it with the claim. One that an earlier claim left keeps its old values until all new ones are known.
 */
export function connectionSecret(request: SecretRequest): ConnectionSecret {
  const { wishes, namespace, mark, observed, holder } = request;
  const { labels } = mark;
  const name = observed?.metadata.name ?? wishes.name ?? request.defaultName;
  const own = observed ?? (holder && isControlled(holder, mark) ? holder : undefined);
  const { data, absent, hasKeys, refusals } = toData(request, own);
  if (!hasKeys) return { name, object: undefined, unready: undefined, refusals };
  if (observed === undefined && holder && !isOurs(holder, mark)) {
    const refusal = isLeaving(holder, mark)
      ? `Secret ${name} of an earlier claim is still being deleted, and this claim goes on once it is gone.`
      : `Secret ${name} already exists and belongs to something else, so it was left alone: delete it, or choose another name in spec.connectionSecret.name.`;
    return { name, object: undefined, unready: 'cannot be created', refusals: [refusal] };
  }

  const unready =
    absent.length > 0 ? `waits for ${absent.join(', ')}` : observed === undefined ? ready.starting : undefined;
  const isUnknown = observed === undefined && holder === undefined;
  const metadata = { name, namespace: observed?.metadata.namespace ?? namespace, labels };
  const toObject = (values: SecretData['data']) => {
    return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: values };
  };
  if (isUnknown) return { name, object: undefined, unready, refusals };
  if (own === undefined && absent.length > 0) {
    const later = { absent, object: () => toObject(toData(request, undefined, '').data) };
    return { name, object: undefined, unready, refusals, later };
  }
  const isRenamed = wishes.name !== undefined && wishes.name !== name;
  const refusal = `spec.connectionSecret.name: the Secret was created as ${name} and keeps that name; write it back in the claim.`;
  return {
    name,
    object: toObject(data),
    unready,
    refusals: isRenamed ? [refusal, ...refusals] : refusals,
  };
}

interface SecretData {
  readonly data: Readonly<Record<string, string>>;
  /** Whether the claim has any key. */
  readonly hasKeys: boolean;
  /** The keys that never had a value. */
  readonly absent: readonly string[];
  /** Sentences on aliases of keys that do not exist here. */
  readonly refusals: readonly string[];
}

/** The data of the Secret in base64, without the keys that the claim does not have; `unknown` stands for a value that is not known. */
function toData(
  { keys, lacks = [], values, wishes: { keyAliases = {} } }: SecretRequest,
  earlier: Unstructured | undefined,
  unknown?: string,
): SecretData {
  const lastValues = (earlier?.['data'] ?? {}) as Readonly<Record<string, string>>;
  const data: Record<string, string> = {};
  const offered = keys.filter((key) => !lacks.includes(key));
  for (const key of offered) {
    const value = encoded(values[key] as SecretValue) ?? lastValues[key] ?? unknown;
    if (value !== undefined) data[key] = value;
  }
  const refusals: string[] = [];
  for (const [alias, key] of Object.entries(keyAliases)) {
    const value = data[key];
    if (value !== undefined && !keys.includes(alias)) data[alias] = value;
    if (lacks.includes(key)) {
      const others = offered.length > 0 ? `, only ${offered.join(', ')}` : '';
      refusals.push(
        `spec.connectionSecret.keyAliases.${alias}: there is no ${key} here${others}; take it out of the claim.`,
      );
    }
  }
  return { data, hasKeys: offered.length > 0, absent: offered.filter((key) => data[key] === undefined), refusals };
}

function encoded(value: SecretValue): string | undefined {
  return value === undefined ? undefined : Buffer.from(value as string).toString('base64');
}
