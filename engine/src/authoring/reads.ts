/** Objects that a target reads and does not compose. */
import type { Unstructured } from './unstructured.ts';

/** An object to read. Its namespace is the claim's, unless one is given. */
export interface Requirement {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/**
 * All objects of a kind in one namespace to read, such as those to count. Crossplane calls the function again whenever one of them changes, so
 * a target asks for them only while it must.
 */
export interface RequirementOfAll {
  readonly apiVersion: string;
  readonly kind: string;
  readonly all: true;
  readonly namespace: string;
}

/** Objects to read, by a name of the author's choice. */
export interface Requirements {
  readonly [name: string]: Requirement | RequirementOfAll;
}

/** What is read: one object, undefined while it does not exist; or all of a kind, undefined until Crossplane has looked. */
export type Read<Q> = Q extends undefined
  ? undefined
  : Q extends RequirementOfAll
    ? readonly Unstructured[] | undefined
    : Unstructured | undefined;

/** A Secret that the owner of a composed resource writes: it has the name of that resource, or that name and a suffix. */
export type SecretSource<K> = K | { readonly of: K; readonly suffix: string };

/** Secrets to read, by a name of the author's choice. */
export interface SecretSources {
  readonly [name: string]: SecretSource<string>;
}
