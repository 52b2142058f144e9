/** What a claim is told of its topics. */
import { effectiveDeletion } from '../retention.ts';
import type { PubSubPlan } from './plan.ts';

/** The status; the component is named where there is one, and the account that the application runs as once it is there. */
export function pubSubStatus(plan: PubSubPlan, component: string, serviceAccount?: string) {
  const { dapr, links, record } = plan;
  const effective = { deletion: effectiveDeletion(plan) };
  return { ...(dapr && { component }), topics: record.topics, serviceAccount, effective, links };
}
