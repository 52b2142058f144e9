/** What a claim is told of its topics. */
import { effectiveDeletion } from '../grants/retention.ts';
import type { PubSubPlan } from './plan.ts';
import { byTopic, type Topic } from './topics.ts';

interface Facts {
  readonly component: string;
  /** The account that the application runs as, once it is there. */
  readonly serviceAccount?: string | undefined;
  /** What a topic got of what can be asked for; no hours where it keeps nothing. */
  readonly got: (topic: Topic) => { readonly partitions?: number; readonly hours: number | undefined };
}

/** The status; the component is named where there is one. */
export function pubSubStatus(plan: PubSubPlan, { component, serviceAccount, got }: Facts) {
  const { dapr, links, record } = plan;
  const topics = byTopic(plan.topics, (topic) => {
    const { partitions, hours } = got(topic);
    return { ...(partitions !== undefined && { partitions }), ...(hours !== undefined && { retention: `${hours}h` }) };
  });
  const effective = { topics, deletion: effectiveDeletion(plan) };
  return { ...(dapr && { component }), topics: record.topics, serviceAccount, effective, links };
}
