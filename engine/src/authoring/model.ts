/** A composed kind: what a generated model says of it, how its objects are made, and when one of them is ready. */

declare const object: unique symbol;

/** What a generated model is: the kind's identity, and the TypeScript type of its objects. */
export interface GeneratedModel<T extends object> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Where the cloud's tags go, from the object's root; absent for a kind that takes none. */
  readonly tags?: readonly string[];
  readonly [object]?: T;
}

/** Any kind, for lists. */
export type AnyModel = GeneratedModel<object>;

/** The metadata an author may write: name and namespace are the engine's. */
export interface DesiredMetadata {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** An object as an author writes it: everything but its identity and its status. */
export type Desired<T extends object> = {
  [K in keyof T as Exclude<K, 'apiVersion' | 'kind' | 'metadata' | 'status'>]: T[K];
} & { metadata?: DesiredMetadata };

/** How an object is composed, beside what it is. */
export interface ComposeOptions {
  /**
   * The keys that this one waits for, if those are fewer than its declaration names: a generated Secret does not wait for a store.
   * @default all that its declaration names
   */
  readonly after?: readonly string[];
  /** The namespace of an object of a cluster-scoped API; any other lives in its claim's. */
  readonly namespace?: string;
}

/** One object to compose, as returned by calling its model. */
export interface ComposedResource<T extends object = object> {
  readonly model: ComposedKind;
  readonly desired: { readonly metadata?: DesiredMetadata };
  readonly after: readonly string[] | undefined;
  readonly namespace: string | undefined;
  readonly [object]?: T;
}

/** Whether an observed object does its job: `true`, or why not yet, in words that end without a full stop. */
export type Readiness<T> = (observed: T) => true | string;

/** Any kind that targets compose, for lists. */
export interface ComposedKind extends AnyModel {
  readonly ready: Readiness<never>;
  /** The longest `metadata.name` of this kind. */
  readonly nameLimit: number;
  /** The ClusterRoles that its objects hand out, where it is a binding: Crossplane gets the right to bind these and no others. */
  readonly clusterRoles: readonly string[];
  /** Whether its owner writes a Secret under the object's own name, which then cannot be that of the connection Secret. */
  readonly writesOwnSecret: boolean;
  /** Where the labels of others are said, that its objects carry or cause. */
  readonly inner?: readonly string[] | undefined;
  /** What the platform's concerns mean for this kind, by the concern's name. */
  readonly concerns: Readonly<Record<string, AnyConcerned>>;
}

/**
 * What a concern means for one kind: fields that each of its objects has, whatever a target says; `needs`, where each needs an object of
 * another kind for it, in the same claim; `gives`, where it is that object; a function, where it depends on the object as its target
 * wrote it: the fields, or in words why this one cannot keep it, or nothing where it is not about this one.
 */
export type Concerned<T extends object = object> =
  'needs' | 'gives' | Fields<T> | ((object: T) => Fields<T> | string | undefined);

/** The same of any kind, for lists. */
export type AnyConcerned = 'needs' | 'gives' | object | ((object: never) => object | string | undefined);

type Fields<T> = Partly<Omit<T, 'apiVersion' | 'kind' | 'status'>>;

type Partly<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: Partly<T[K]> } : T;

/** A kind that targets compose. Called with an object (where a misspelt field does not compile) it returns a resource to compose. */
export interface Composed<T extends object> extends GeneratedModel<T>, ComposedKind {
  (desired: Desired<T>, options?: ComposeOptions): ComposedResource<T>;
  readonly ready: Readiness<T>;
  readonly [object]?: T;
}

export interface ComposedOptions<T extends object> {
  readonly ready: Readiness<T>;
  /** @default 63 */
  readonly nameLimit?: number;
  /** The ClusterRoles that a binding may hand out. @default none */
  readonly clusterRoles?: readonly string[];
  /** Whether its owner writes a Secret under the object's own name. @default false */
  readonly writesOwnSecret?: boolean;
  /** Where the labels of others are said, that its objects carry or cause. @default there are none */
  readonly inner?: readonly string[];
  /** What the platform's concerns mean for this kind, by the concern's name. @default none of them is about it */
  readonly concerns?: Readonly<Record<string, Concerned<T>>>;
}

/** The generated model as a composed kind, with its own rule of readiness. */
export function composed<T extends object>(
  { apiVersion, kind, plural, namespaced, tags }: GeneratedModel<T>,
  { ready, nameLimit = 63, clusterRoles = [], writesOwnSecret = false, inner, concerns = {} }: ComposedOptions<T>,
): Composed<T> {
  const make = (desired: Desired<T>, { after, namespace }: ComposeOptions = {}): ComposedResource<T> => ({
    model,
    desired,
    after,
    namespace,
  });
  const identity = { apiVersion, kind, plural, namespaced, ...(tags !== undefined && { tags }) };
  const model: Composed<T> = Object.assign(make, {
    ...identity,
    ready,
    nameLimit,
    clusterRoles,
    writesOwnSecret,
    ...(inner && { inner }),
    concerns,
  });
  return model;
}
