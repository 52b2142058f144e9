/** The function of Cache: its planner, and its targets. */
import type { ApiFunction } from 'planesmith/authoring';
import type { cache as api } from '../../apis/cache.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { incluster } from './incluster.ts';
import { local } from './local.ts';
import { cachePlanner } from './plan.ts';

export { type NodeTable, nodes } from './sizes.ts';

export const cache = { planner: cachePlanner, targets: { local, incluster, aws, gcp, azure } } satisfies ApiFunction<
  typeof api
>;
