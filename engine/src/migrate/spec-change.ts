/** What changes in the spec of a claim, and where it stands. */
import type { Node } from '../yaml/index.ts';

/** Which fields of a spec change. */
export interface SpecChange {
  /** Names of fields that go below `crossplane`. */
  readonly moved: readonly string[];
  readonly dropped: readonly string[];
}

/** A text with what is needed to find lines in it. */
export interface Lines {
  readonly text: string;
  readonly lines: readonly string[];
  /** The number of the line that an offset is in, from 0. */
  readonly lineOf: (offset: number) => number;
}

/** A field with its name. */
export interface Field {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
}
