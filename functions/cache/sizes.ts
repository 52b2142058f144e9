/** The nodes for a cache's `memoryMB` at AWS and Azure: the tables to review. Memorystore and Dragonfly have no nodes to choose. */

interface Size {
  readonly memoryMB: number;
}

export interface Node extends Size {
  readonly nodeType: string;
  /** Memory for data in MiB: three quarters of the node's memory, since the rest is reserved (docs.aws.amazon.com/AmazonElastiCache, node types). */
  readonly memoryMB: number;
}

export type NodeTable = readonly [...Node[], Node];

/** The nodes of this catalogue, from small to large. */
export const nodes: NodeTable = [
  { nodeType: 'cache.t4g.micro', memoryMB: 384 },
  { nodeType: 'cache.t4g.small', memoryMB: 1052 },
  { nodeType: 'cache.t4g.medium', memoryMB: 2373 },
  { nodeType: 'cache.m7g.large', memoryMB: 4899 },
];

/** The smallest node of the table with that much memory. The largest node satisfies every claim. */
export function nodeFor(memoryMB: number, table: NodeTable): Node {
  return smallest(table, memoryMB);
}

interface ManagedRedisSku extends Size {
  readonly skuName: string;
  /** Memory for data in MiB: four fifths of 0.5, 1, 3 and 6 GiB, since the rest is reserved (learn.microsoft.com/azure/redis/architecture). */
  readonly memoryMB: number;
}

/** An existing cache keeps its SKU, so a released SKU stays in this list. */
const managedRedis: readonly [...ManagedRedisSku[], ManagedRedisSku] = [
  { skuName: 'Balanced_B0', memoryMB: 409 },
  { skuName: 'Balanced_B1', memoryMB: 819 },
  { skuName: 'Balanced_B3', memoryMB: 2457 },
  { skuName: 'Balanced_B5', memoryMB: 4915 },
];

/** The smallest managed Redis with that much memory. The largest one satisfies every claim. */
export function managedRedisFor(memoryMB: number): string {
  return smallest(managedRedis, memoryMB).skuName;
}

/** The memory for data in MiB of a managed Redis; undefined for an unknown SKU. */
export function managedRedisMemory(skuName: string | undefined): number | undefined {
  return managedRedis.find((sku) => sku.skuName === skuName)?.memoryMB;
}

function smallest<T extends Size>(sizes: readonly [...T[], T], memoryMB: number): T {
  return sizes.find((size) => size.memoryMB >= memoryMB) ?? (sizes.at(-1) as T);
}
