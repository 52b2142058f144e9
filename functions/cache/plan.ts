/** Cache: the decisions for a claim, the same on every target. */
import type { PlanOf } from 'planesmith/authoring';
import { platformTeam } from 'planesmith/schema';
import { cache, type evictions } from '../../apis/cache.ts';
import { planner } from '../bind.ts';
import { linksFor } from '../grants/links.ts';
import { promisesOf } from '../grants/tiers.ts';
import { nodes, type NodeTable } from './sizes.ts';

export type CachePlan = PlanOf<typeof cachePlanner>;

export type Eviction = (typeof evictions)[number];

/** The facts about a target that the plan depends on. */
export interface CacheAbilities {
  /** The evictions that it offers; the first is the default. */
  readonly evictions: readonly [Eviction, ...Eviction[]];
  /** The memory in MiB to which an existing cache can grow, if there is such a limit. */
  readonly growsTo?: (recorded: { readonly product?: string }) => number | undefined;
}

const tables: { readonly nodes: NodeTable } = { nodes };

export const cachePlanner = planner(cache, { tables }, (context, { evictions, growsTo }: CacheAbilities) => {
  const { claim, spec, environment, recorded, grant, refuse } = context;
  const { eviction = evictions[0] } = spec;
  if (!evictions.includes(eviction)) {
    const why = `${eviction} cannot be had here, only ${evictions.join(', ')}`;
    refuse({ path: 'spec.eviction', why, who: platformTeam });
  }
  const granted = grant('memoryMB', spec.memoryMB, { keep: recorded.memoryMB });
  const largest = growsTo?.(recorded);
  const memoryMB =
    largest !== undefined && granted > largest
      ? refuse({
          path: 'spec.memoryMB',
          why: `${granted} is more than the ${largest} that this cache was made with, and it cannot grow here: make another Cache instead`,
          keep: recorded.memoryMB,
        })
      : granted;
  return {
    eviction,
    nodes: context.tables.nodes,
    highlyAvailable: promisesOf(environment).highlyAvailable,
    links: linksFor(claim, environment),
    record: { memoryMB },
  };
});
