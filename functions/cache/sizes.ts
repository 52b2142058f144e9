/** What AWS and Azure provide as a cache: the tables to review. */

interface Sold {
  readonly memoryMB: number;
}

export interface Node extends Sold {
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
  return smallest(nodes, memoryMB);
}

interface ManagedRedisSku extends Sold {
  readonly skuName: string;
  /** Memory for data in MiB: four fifths of 0.5, 1, 3 and 6 GiB, as the rest is reserved (learn.microsoft.com/azure/redis/architecture). */
  readonly memoryMB: number;
}

/** A cache keeps the one that it was made with, so one that was released stays listed. */
const managedRedis: readonly [...ManagedRedisSku[], ManagedRedisSku] = [
  { skuName: 'Balanced_B0', memoryMB: 409 },
  { skuName: 'Balanced_B1', memoryMB: 819 },
  { skuName: 'Balanced_B3', memoryMB: 2457 },
  { skuName: 'Balanced_B5', memoryMB: 4915 },
];

/** The smallest managed Redis that holds as much; the largest holds whatever can be asked for. */
export function managedRedisFor(memoryMB: number): string {
  return smallest(managedRedis, memoryMB).skuName;
}

/** The memory for data in MiB of a managed Redis; undefined for one that was never sold here. */
export function managedRedisMemory(skuName: string | undefined): number | undefined {
  return managedRedis.find((each) => each.skuName === skuName)?.memoryMB;
}

function smallest<T extends Sold>(all: readonly [...T[], T], memoryMB: number): T {
  return all.find((each) => each.memoryMB >= memoryMB) ?? (all.at(-1) as T);
}
