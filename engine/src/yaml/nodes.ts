/** The nodes of a parsed document; offsets are those in its file. */

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly text: string;
  /** Whether the text alone says what it is, as for plain text without a tag. */
  readonly plain: boolean;
  readonly tag: string;
  /** The value, if it came from JSON. */
  readonly json?: { readonly value: string | number | boolean | null };
}

export interface ListNode {
  readonly kind: 'list';
  readonly offset: number;
  readonly items: Node[];
}

export interface MapNode {
  readonly kind: 'map';
  readonly offset: number;
  readonly pairs: { readonly key: Node; readonly value: Node }[];
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly offset: number;
  readonly name: string;
  readonly target: AnchoredNode;
}

export type AnchoredNode = ScalarNode | ListNode | MapNode;
export type Node = AnchoredNode | AliasNode;

/** How many lists and maps may be around a value; far below what fills the stack of a later step, also if aliases multiply it. */
export const maxDepth = 500;
export const tooDeep = 'this is nested too deeply';
