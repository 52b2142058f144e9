/** Objects that a target reads and does not compose. */

/** An object that somebody else owns and the target reads; its namespace is the claim's unless it has one here. */
export interface Requirement {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface Requirements {
  readonly [name: string]: Requirement;
}

/** A Secret that the owner of a composed resource writes under that resource's name, or under that name and a suffix. */
export type SecretSource<K> = K | { readonly of: K; readonly suffix: string };

/** Secrets to read, by a name of the author's choice. */
export interface SecretSources {
  readonly [name: string]: SecretSource<string>;
}
