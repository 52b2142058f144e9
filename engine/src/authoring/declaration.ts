/** The resources that a target declares, by key: the kind, its role, and the resources that must be ready before it is created. */
import type { Composed, ComposedKind, ComposedResource } from './model.ts';
import type { None } from './none.ts';

/** The place of a resource in the order of creation. */
export interface Order<A extends string> {
  /** Keys of resources that must be ready before this one is created. Once it exists, it is always composed. */
  readonly after: readonly A[];
}

/** A resource that is composed at most once per claim. */
export interface Single<T extends object, A extends string = string> {
  readonly role: 'single';
  readonly model: Composed<T>;
  readonly after: readonly A[];
}

/** The resource that has the claim's plain name, `<claim>-<kind>`. */
export interface Main<T extends object, A extends string = string> {
  readonly role: 'main';
  readonly model: Composed<T>;
  readonly after: readonly A[];
}

/** A kind that is composed once per item of the claim, keyed by the item's name. */
export interface PerItem<T extends object, A extends string = string> {
  readonly role: 'item';
  readonly model: Composed<T>;
  readonly after: readonly A[];
}

/** A declared resource. A bare kind is a single resource that waits for nothing. */
export type Declaration =
  | ComposedKind
  | { readonly role: 'single' | 'main' | 'item'; readonly model: ComposedKind; readonly after: readonly string[] };

/** The key of the connection Secret, which the engine composes. */
export const secretKey = 'connection-secret';

/** The composed kinds of a target by key. Crossplane's rights and the kinds that a release requires are derived from it. */
export interface Declarations {
  readonly [key: string]: Declaration;
}

/** Declares the resource that has the claim's plain name. Every target has exactly one. */
export function main<T extends object>(model: Composed<T>): Main<T, never>;
export function main<T extends object, const A extends string>(model: Composed<T>, order: Order<A>): Main<T, A>;
export function main<T extends object>(model: Composed<T>, { after }: Order<string> = { after: [] }): Main<T> {
  return { role: 'main', model, after };
}

/** Declares a resource that is created after others. One that waits for nothing is declared by its kind alone. */
export function resource<T extends object, const A extends string>(
  model: Composed<T>,
  { after }: Order<A>,
): Single<T, A> {
  return { role: 'single', model, after };
}

/** Declares a kind that is composed once per item: its resources are a record by item name. */
export function perItem<T extends object>(model: Composed<T>): PerItem<T, never>;
export function perItem<T extends object, const A extends string>(model: Composed<T>, order: Order<A>): PerItem<T, A>;
export function perItem<T extends object>(model: Composed<T>, { after }: Order<string> = { after: [] }): PerItem<T> {
  return { role: 'item', model, after };
}

type MainKey<R extends Declarations> = { [K in keyof R]: R[K] extends { readonly role: 'main' } ? K : never }[keyof R];
type IsOne<K, All = K> = [K] extends [never] ? false : K extends K ? ([All] extends [K] ? true : false) : never;

/** `unknown` for declarations with exactly one main resource; otherwise a type that nothing matches, whose key is the error message. */
export type OneMain<R extends Declarations> =
  IsOne<MainKey<R>> extends true ? unknown : { readonly 'exactly one resource is the main one': never };

type After<D> = D extends { readonly after: readonly (infer A)[] } ? A : never;

/** `unknown` for declarations that come after declared keys only; otherwise a type that nothing matches, whose key is the error message. */
export type KnownOrder<R extends Declarations> = {
  readonly [K in keyof R]: [After<R[K]>] extends [keyof R]
    ? unknown
    : { readonly 'comes after a key that is not declared': Exclude<After<R[K]>, keyof R> };
};

/** The keys that are not composed once per item. */
export type SingleKey<R extends Declarations> = {
  [K in keyof R & string]: R[K] extends { readonly role: 'item' } ? never : K;
}[keyof R & string];

/** The type of the objects behind a declaration. */
type ObjectOf<D> = D extends { readonly model: Composed<infer T> } | Composed<infer T> ? T : never;

/** The resources that a target returns, by declared key. */
export type Resources<R extends Declarations> = {
  readonly [K in keyof R]:
    | None
    | (R[K] extends { readonly role: 'item' }
        ? { readonly [item: string]: ComposedResource<ObjectOf<R[K]>> }
        : ComposedResource<ObjectOf<R[K]>>);
};

/** The objects that exist, by declared key. */
export type Observed<R extends Declarations> = {
  readonly [K in keyof R]: R[K] extends { readonly role: 'item' }
    ? { readonly [item: string]: ObjectOf<R[K]> | undefined }
    : ObjectOf<R[K]> | undefined;
};

/** The kind behind a declaration. */
export function modelOf(declaration: Declaration): ComposedKind {
  return 'role' in declaration ? declaration.model : declaration;
}

/** Whether a text can be the key of a resource. A dot separates a key from the name of an item. */
export function isKey(key: string): boolean {
  return /^[A-Za-z][A-Za-z0-9-]*$/.test(key) && key !== secretKey;
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
