/** What a claim is told of its topics. */
import { effectiveDeletion } from '../retention.ts';
import type { PubSubPlan } from './plan.ts';

/** The status; the component is named where there is one. */
export function pubSubStatus(plan: PubSubPlan, component: string) {
  const { dapr, links, record } = plan;
  const effective = { deletion: effectiveDeletion(plan) };
  return { ...(dapr && { component }), topics: record.topics, effective, links };
}
