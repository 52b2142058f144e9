/** The type of a review of one node, and the place of the node. */
import type { Node } from '../node.ts';

/** The position of a node in its schema. */
export interface Place {
  readonly path: string;
  /** True for the root of a spec, a status or a whole object. */
  readonly isRoot: boolean;
  /** True for an item of a list or a value of a map, false for a field. */
  readonly isElement: boolean;
  /** The path of the innermost list around the node. */
  readonly list: string | undefined;
  /** The path of the outermost list around the node without keys, whose items cannot be found again after an update. */
  readonly uncorrelated: string | undefined;
  /** The highest number of values that one object can have at this place. */
  readonly count: number;
}

/** The place of a root. */
export function rootPlace(path: string): Place {
  return { path, isRoot: true, isElement: false, list: undefined, uncorrelated: undefined, count: 1 };
}

/** One kind of check on a node; each returned sentence names a problem and its remedy. */
export type Review = (node: Node, place: Place) => string[];
