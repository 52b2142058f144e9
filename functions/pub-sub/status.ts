/** What a claim is told of its topics. */
import type { PubSubPlan } from './plan.ts';

/** The status; the component is named where there is one. */
export function pubSubStatus({ dapr, links, record }: PubSubPlan, component: string) {
  return { ...(dapr && { component }), topics: record.topics, links };
}
