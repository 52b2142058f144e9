/** The result of the cost estimate for one expression. */
import type { Node } from '../node.ts';

/** Upper limits of an expression; `Infinity` if there is none. */
export interface Estimate {
  readonly cost: number;
  readonly size: number;
  /** The part of the schema that the expression reads; null for the key of a map, whose length the API server does not count. */
  readonly node?: Node | null;
  /** The size of an item, if the expression itself builds a list or map. */
  readonly entry?: number;
}
