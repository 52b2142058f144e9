/** What AWS provides as a cache: the one table to review. */

export interface Node {
  readonly nodeType: string;
  /** Memory for data in MiB: three quarters of the node's, as the rest is reserved (docs.aws.amazon.com/AmazonElastiCache, node types). */
  readonly memoryMB: number;
}

const nodes: readonly [...Node[], Node] = [
  { nodeType: 'cache.t4g.micro', memoryMB: 384 },
  { nodeType: 'cache.t4g.small', memoryMB: 1052 },
  { nodeType: 'cache.t4g.medium', memoryMB: 2373 },
  { nodeType: 'cache.m7g.large', memoryMB: 4899 },
];

/** The smallest node that holds as much; the largest holds whatever can be asked for. */
export function nodeFor(memoryMB: number): Node {
  return nodes.find((node) => node.memoryMB >= memoryMB) ?? (nodes.at(-1) as Node);
}
