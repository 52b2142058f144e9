/** The function of PubSub: its planner, and its targets. */
import type { ApiFunction } from 'planesmith/authoring';
import type { pubSub as api } from '../../apis/pub-sub.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { incluster } from './incluster.ts';
import { local } from './local.ts';
import { pubSubPlanner } from './plan.ts';

export const pubSub = { planner: pubSubPlanner, targets: { local, incluster, aws, gcp, azure } } satisfies ApiFunction<
  typeof api
>;
