/** `none`: something that is left out, with the reason. */

/** A declared resource or a key of the connection Secret that this claim does not have, or a concern that means nothing for a kind. */
export interface None {
  /** The reason. */
  readonly none: string;
}

/**
 * Leaves out a declared resource, a key of the connection Secret, or a concern of a kind. `why` is for readers of the code. A resource
 * that exists and is left out is deleted.
 */
export function none(why: string): None {
  return { none: why };
}

/** Whether a value is the result of `none`. */
export function isNone(value: unknown): value is None {
  return typeof value === 'object' && value !== null && 'none' in value && typeof value.none === 'string';
}
