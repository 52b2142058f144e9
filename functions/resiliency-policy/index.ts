/** The function of ResiliencyPolicy: its planner, and its targets. */
import type { ApiFunction } from 'planesmith/authoring';
import type { resiliencyPolicy as api } from '../../apis/resiliency-policy.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { incluster } from './incluster.ts';
import { local } from './local.ts';
import { resiliencyPolicyPlanner } from './plan.ts';

export const resiliencyPolicy = {
  planner: resiliencyPolicyPlanner,
  targets: { local, incluster, aws, gcp, azure },
} satisfies ApiFunction<typeof api>;
