/** What a target composes, by key: the kind, its role, and the resources that must be ready before it is created. */
import type { Composed, ComposedKind, ComposedResource } from './model.ts';

/** How a resource stands to the others of its target. */
export interface Order<A extends string> {
  /** Keys of resources that must be ready before this one is created. Once it exists it stays desired in full. */
  readonly after: readonly A[];
}

/** A resource that is composed at most once. */
export interface Single<T extends object, A extends string = string> {
  readonly role: 'single';
  readonly model: Composed<T>;
  readonly after: readonly A[];
}

/** The resource that stands for the claim: named `<claim>-<kind>`. */
export interface Main<T extends object, A extends string = string> {
  readonly role: 'main';
  readonly model: Composed<T>;
  readonly after: readonly A[];
}

/** A kind composed once per item of the claim, keyed by the item's name. */
export interface PerItem<T extends object, A extends string = string> {
  readonly role: 'item';
  readonly model: Composed<T>;
  readonly after: readonly A[];
}

/** A declared resource; the bare kind is a single one that is created at once. */
export type Declaration =
  | ComposedKind
  | { readonly role: 'single' | 'main' | 'item'; readonly model: ComposedKind; readonly after: readonly string[] };

/** The key of the Secret that the engine composes. */
export const secretKey = 'connection-secret';

/** The composed kinds of a target by key. Rights, CRDs and providers are derived from it. */
export interface Declarations {
  readonly [key: string]: Declaration;
}

/** A declared resource, or a promised key of the Secret, that is left out on purpose. */
export interface None {
  readonly none: string;
}

/** The resource that carries the claim's plain name; every target has exactly one. */
export function main<T extends object>(model: Composed<T>): Main<T, never>;
export function main<T extends object, const A extends string>(model: Composed<T>, order: Order<A>): Main<T, A>;
export function main<T extends object>(model: Composed<T>, { after }: Order<string> = { after: [] }): Main<T> {
  return { role: 'main', model, after };
}

/** A resource that is created after others; one that waits for nothing is declared by its kind alone. */
export function resource<T extends object, const A extends string>(
  model: Composed<T>,
  { after }: Order<A>,
): Single<T, A> {
  return { role: 'single', model, after };
}

/** A kind composed once per item: its resources are a record by item name. */
export function perItem<T extends object>(model: Composed<T>): PerItem<T, never>;
export function perItem<T extends object, const A extends string>(model: Composed<T>, order: Order<A>): PerItem<T, A>;
export function perItem<T extends object>(model: Composed<T>, { after }: Order<string> = { after: [] }): PerItem<T> {
  return { role: 'item', model, after };
}

/**
 * Leaves a declared resource out, or says of a key of the Secret that it does not exist for this claim; `why` is for the reader of the
 * code and of the tests.
 */
export function none(why: string): None {
  return { none: why };
}

/** Whether something is left out on purpose. */
export function isNone(value: unknown): value is None {
  return typeof value === 'object' && value !== null && 'none' in value && typeof value.none === 'string';
}

type MainKey<R extends Declarations> = { [K in keyof R]: R[K] extends { readonly role: 'main' } ? K : never }[keyof R];
type IsOne<K, All = K> = [K] extends [never] ? false : K extends K ? ([All] extends [K] ? true : false) : never;

/** Anything for declarations with exactly one main resource, and nothing otherwise. */
export type OneMain<R extends Declarations> =
  IsOne<MainKey<R>> extends true ? unknown : { readonly 'exactly one resource is the main one': never };

type After<D> = D extends { readonly after: readonly (infer A)[] } ? A : never;

/** Anything for declarations that come after declared keys only, and nothing otherwise. */
export type KnownOrder<R extends Declarations> = {
  readonly [K in keyof R]: [After<R[K]>] extends [keyof R]
    ? unknown
    : { readonly 'comes after a key that is not declared': Exclude<After<R[K]>, keyof R> };
};

/** The type of the objects behind a declaration. */
type ObjectOf<D> = D extends { readonly model: Composed<infer T> } | Composed<infer T> ? T : never;

/** What a target returns for each declared key. */
export type Resources<R extends Declarations> = {
  readonly [K in keyof R]:
    | None
    | (R[K] extends { readonly role: 'item' }
        ? { readonly [item: string]: ComposedResource<ObjectOf<R[K]>> }
        : ComposedResource<ObjectOf<R[K]>>);
};

/** What exists of each declared key. */
export type Observed<R extends Declarations> = {
  readonly [K in keyof R]: R[K] extends { readonly role: 'item' }
    ? { readonly [item: string]: ObjectOf<R[K]> | undefined }
    : ObjectOf<R[K]> | undefined;
};

/** The kind behind a declaration. */
export function modelOf(declaration: Declaration): ComposedKind {
  return 'role' in declaration ? declaration.model : declaration;
}

/** Whether a key is composed once per item. */
export function isPerItem(declaration: Declaration): boolean {
  return 'role' in declaration && declaration.role === 'item';
}

/** Whether a key is the main resource. */
export function isMain(declaration: Declaration): boolean {
  return 'role' in declaration && declaration.role === 'main';
}

/** The keys that must be ready before a resource under this key is created. */
export function orderOf(declaration: Declaration | undefined): readonly string[] {
  return declaration !== undefined && 'role' in declaration ? declaration.after : [];
}
