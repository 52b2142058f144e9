/** What a target says it composes: one key per resource, each a kind, the main kind, or a kind composed once per item. */
import type { Composed, ComposedKind, ComposedResource } from './model.ts';

/** The resource that stands for the whole: named `<claim>-<kind>`. */
export interface Main<T extends object> {
  readonly role: 'main';
  readonly model: Composed<T>;
}

/** A kind composed once per item of the claim, keyed by the item's name. */
export interface Each<T extends object> {
  readonly role: 'each';
  readonly model: Composed<T>;
}

type Role = 'main' | 'each';
export type Declaration = ComposedKind | { readonly role: Role; readonly model: ComposedKind };

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
export function main<T extends object>(model: Composed<T>): Main<T> {
  return { role: 'main', model };
}

/** A kind composed once per item: its resources are a record by item name. */
export function each<T extends object>(model: Composed<T>): Each<T> {
  return { role: 'each', model };
}

/**
 * Leaves a declared resource out, or says of a key of the Secret that it does not exist for this claim; `why` is for the reader of the
 * code and of the tests.
 */
export function none(why: string): None {
  return { none: why };
}

/** Whether something is left out on purpose. */
export function isNone(made: unknown): made is None {
  return typeof made === 'object' && made !== null && 'none' in made && typeof made.none === 'string';
}

type MainKey<R extends Declarations> = { [K in keyof R]: R[K] extends { readonly role: 'main' } ? K : never }[keyof R];
type IsOne<K, All = K> = [K] extends [never] ? false : K extends K ? ([All] extends [K] ? true : false) : never;

/** Anything for declarations with exactly one main resource, and nothing otherwise. */
export type OneMain<R extends Declarations> =
  IsOne<MainKey<R>> extends true ? unknown : { readonly 'exactly one resource is the main one': never };

/** The type of the objects behind a declaration. */
type ObjectOf<D> = D extends Main<infer T> | Each<infer T> | Composed<infer T> ? T : never;

/** What a target returns for each declared key. */
export type Made<R extends Declarations> = {
  readonly [K in keyof R]:
    | None
    | (R[K] extends { readonly role: 'each' }
        ? { readonly [item: string]: ComposedResource<ObjectOf<R[K]>> }
        : ComposedResource<ObjectOf<R[K]>>);
};

/** What exists of each declared key. */
export type Observed<R extends Declarations> = {
  readonly [K in keyof R]: R[K] extends { readonly role: 'each' }
    ? { readonly [item: string]: ObjectOf<R[K]> | undefined }
    : ObjectOf<R[K]> | undefined;
};

/** The kind behind a declaration. */
export function modelOf(declaration: Declaration): ComposedKind {
  return 'role' in declaration ? declaration.model : declaration;
}

/** Whether a key is composed once per item. */
export function isEach(declaration: Declaration): boolean {
  return 'role' in declaration && declaration.role === 'each';
}

/** Whether a key is the main resource. */
export function isMain(declaration: Declaration): boolean {
  return 'role' in declaration && declaration.role === 'main';
}
