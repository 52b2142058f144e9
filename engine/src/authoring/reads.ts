/** Objects that a target reads and does not compose. */

/** An object to read. Its namespace is the claim's, unless one is given. */
export interface Requirement {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Objects to read, by a name of the author's choice. */
export interface Requirements {
  readonly [name: string]: Requirement;
}

/** A Secret that the owner of a composed resource writes: it has the name of that resource, or that name and a suffix. */
export type SecretSource<K> = K | { readonly of: K; readonly suffix: string };

/** Secrets to read, by a name of the author's choice. */
export interface SecretSources {
  readonly [name: string]: SecretSource<string>;
}
