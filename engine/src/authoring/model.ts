/** Composed kinds: a generated model together with its rule of readiness, by which targets write objects of that kind. */
import type { KnownFields } from './immutable.ts';
import type { None } from './none.ts';

declare const object: unique symbol;

/** A generated model: the kind's identity, and the TypeScript type `T` of its objects. */
export interface GeneratedModel<T extends object> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** The path of the cloud's tags, from the object's root; absent for a kind that takes none. */
  readonly tags?: readonly string[];
  /**
   * The paths of the fields that cannot change once an object exists, such as `spec.forProvider.region`, since its owner refuses or ignores
   * every change; `[]` after a name stands for every item of a list. Empty if all fields can change; absent if nobody has looked.
   */
  readonly immutable?: readonly string[];
  readonly [object]?: T;
}

/** Any kind, for lists. */
export type AnyModel = GeneratedModel<object>;

/** The metadata that an author may write; the engine sets name and namespace. */
export interface DesiredMetadata {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /**
   * Finalizers that the object's owner would add itself, one write later. Only for an owner that removes them without a look outside of the
   * cluster: otherwise an object that never worked could not be deleted.
   * @default none
   */
  finalizers?: string[];
}

/** An object as an author writes it: all fields but identity and status. */
export type Desired<T extends object> = {
  [K in keyof T as Exclude<K, 'apiVersion' | 'kind' | 'metadata' | 'status'>]: T[K];
} & { metadata?: DesiredMetadata };

/** How one object is composed. */
export interface ComposeOptions {
  /**
   * The keys that this object waits for, if they are fewer than those of its declaration. Any other key throws.
   * @default all keys of its declaration
   */
  readonly after?: readonly string[];
  /** The namespace of an object of a cluster-scoped API. Any other API composes only into the claim's namespace, which is the default. */
  readonly namespace?: string;
}

/** One object to compose: the result of calling its kind. */
export interface ComposedResource<T extends object = object> {
  readonly model: ComposedKind;
  readonly desired: { readonly metadata?: DesiredMetadata };
  readonly after: readonly string[] | undefined;
  readonly namespace: string | undefined;
  readonly [object]?: T;
}

/** Returns `true` for an observed object that does its job; otherwise the reason, as part of a sentence without a full stop. */
export type Readiness<T> = (observed: T) => true | string;

/** Any kind that targets compose, for lists. */
export interface ComposedKind extends AnyModel {
  readonly ready: Readiness<never>;
  /** Whether the object's owner accepts its values together. */
  readonly accepted: Readiness<never>;
  /** The longest `metadata.name` of this kind. */
  readonly nameLimit: number;
  /** The ClusterRoles to which bindings of this kind may refer. Crossplane gets the right to bind these and no others. */
  readonly clusterRoles: readonly string[];
  /** Whether the object's owner writes a Secret of the same name. The object's name then differs from that of the connection Secret. */
  readonly writesOwnSecret: boolean;
  /** Whether its objects keep data in volumes of the cluster. */
  readonly volumes: boolean;
  /** The paths of the fields that can grow but never shrink once an object exists, such as the size of a disk or a version. */
  readonly growing?: readonly string[];
  /** The paths of the fields that say how much the object provides: a change restarts it or costs. */
  readonly sizing?: readonly string[];
  /** The path of the labels that its objects give to other objects, such as those of a template. */
  readonly inner?: readonly string[] | undefined;
  /** What the platform's concerns mean for this kind, by the concern's name. */
  readonly concerns: Readonly<Record<string, AnyKindConcern>>;
  /** The kind that targets call, if this is the same kind in the group of a platform. */
  readonly called?: ComposedKind;
}

/**
 * What a concern means for one kind:
 *
 * - fields: every object of the kind gets them.
 * - `holds`: the concern holds on every object of the kind without any field.
 * - `'needs'`: the concern holds only if the claim also composes an object of a kind that says `'gives'`.
 * - a function: it is given the object as its target wrote it. It returns fields, `'gives'`, why the concern cannot hold on this object,
 *   or undefined if the concern does not apply to it.
 * - `none('why')`: the concern means nothing for the kind.
 */
export type KindConcern<T extends object = object> =
  'needs' | 'gives' | None | Fields<T> | ((object: T) => Fields<T> | string | undefined);

/** The same of any kind, for lists. */
export type AnyKindConcern = 'needs' | 'gives' | object | ((object: never) => object | string | undefined);

type Fields<T> = Partly<Omit<T, 'apiVersion' | 'kind' | 'status'>>;

type Partly<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: Partly<T[K]> } : T;

/** A kind that targets compose. Call it with an object to get a resource; a misspelt or missing field does not compile. */
export interface Composed<T extends object> extends GeneratedModel<T>, ComposedKind {
  (desired: Desired<T>, options?: ComposeOptions): ComposedResource<T>;
  readonly ready: Readiness<T>;
  readonly accepted: Readiness<T>;
  readonly [object]?: T;
}

export interface ComposedOptions<T extends object> {
  /** When an object of this kind does its job. */
  readonly ready: Readiness<T>;
  /**
   * Whether the object's owner accepts its values together, as far as its schema does not say: `true`, or why not, as part of a sentence.
   * Tests and `planesmith check` ask it of every composed object.
   * @default the schema says all
   */
  readonly accepted?: Readiness<T>;
  /** The longest `metadata.name` of this kind. @default 63 */
  readonly nameLimit?: number;
  /** The ClusterRoles to which a binding of this kind may refer. @default none */
  readonly clusterRoles?: readonly string[];
  /** Whether the object's owner writes a Secret of the same name. @default false */
  readonly writesOwnSecret?: boolean;
  /** Whether its objects keep data in volumes of the cluster, which then needs a storage class. @default false */
  readonly volumes?: boolean;
  /** The path of the labels that its objects give to other objects, such as those of a template. @default none */
  readonly inner?: readonly string[];
  /**
   * What the platform's concerns mean for this kind, by the concern's name. `planesmith check` wants a word about each of them.
   * @default none is judged
   */
  readonly concerns?: Readonly<Record<string, KindConcern<T>>>;
}

/** A part of the options whose type depends on what is written. */
export interface Immutable<
  T extends object,
  I extends readonly string[],
  G extends readonly string[],
  Z extends readonly string[],
> {
  /**
   * The paths of the fields that the object's owner refuses to change once the object exists, or ignores then, beside those that the
   * generated model names. Providers of Upjet refuse every change that Terraform would answer with a new resource (pkg/controller/external_tfpluginsdk.go:773
   * of crossplane/upjet@v2.4.2). A reference to another resource counts if the field that it fills does: it is resolved once.
   * @default nobody has looked
   */
  readonly immutable?: I & KnownFields<T, NoInfer<I>>;
  /** The paths of numbers, quantities and versions that the owner lets grow, and refuses or ignores if they shrink. @default none */
  readonly growing?: G & KnownFields<T, NoInfer<G>>;
  /**
   * The paths of the fields that say how much the object provides, such as a class of machines, memory, storage or a number of replicas. `compare`
   * and `plan` name a change of one by itself, since it restarts something or costs. @default none
   */
  readonly sizing?: Z & KnownFields<T, NoInfer<Z>>;
}

/** The generated model as a kind that targets compose. */
export function composed<
  T extends object,
  const I extends readonly string[] = readonly [],
  const G extends readonly string[] = readonly [],
  const Z extends readonly string[] = readonly [],
>(
  { apiVersion, kind, plural, namespaced, tags, immutable: generated }: GeneratedModel<T>,
  {
    ready,
    accepted = () => true,
    nameLimit = 63,
    clusterRoles = [],
    writesOwnSecret = false,
    volumes = false,
    inner,
    concerns = {},
    immutable: own,
    growing,
    sizing,
  }: ComposedOptions<T> & Immutable<T, I, G, Z>,
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
    accepted,
    nameLimit,
    clusterRoles,
    writesOwnSecret,
    volumes,
    ...(inner && { inner }),
    concerns,
    ...(growing && { growing }),
    ...(sizing && { sizing }),
    ...((own ?? generated) && { immutable: [...new Set([...(generated ?? []), ...(own ?? [])])] }),
  });
  return model;
}
