/** The function of StateStore: its planner, and its targets. */
import type { ApiFunction } from 'planesmith/authoring';
import type { stateStore as api } from '../../apis/state-store.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { incluster } from './incluster.ts';
import { local } from './local.ts';
import { stateStorePlanner } from './plan.ts';

export const stateStore = {
  planner: stateStorePlanner,
  targets: { local, incluster, aws, gcp, azure },
} satisfies ApiFunction<typeof api>;
