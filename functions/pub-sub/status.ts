/** The status of a PubSub claim. */
import { effectiveDeletion } from '../grants/retention.ts';
import type { PubSubPlan } from './plan.ts';
import { byTopic, type Topic } from './topics.ts';

interface Facts {
  readonly component: string;
  /** The account that the application runs as, once it exists. */
  readonly serviceAccount?: string | undefined;
  /** The effective settings of a topic. It has no hours if it keeps no messages. */
  readonly effectiveOf: (topic: Topic) => { readonly partitions?: number; readonly hours: number | undefined };
}

interface NamesRecord {
  readonly topics: Readonly<Record<string, string>>;
}

/** The status. It names the component only if Dapr is used. */
export function pubSubStatus(plan: PubSubPlan, record: NamesRecord, facts: Facts) {
  const { component, serviceAccount, effectiveOf } = facts;
  const { dapr, links } = plan;
  const topics = byTopic(plan.topics, (topic) => {
    const { partitions, hours } = effectiveOf(topic);
    return { ...(partitions !== undefined && { partitions }), ...(hours !== undefined && { retention: `${hours}h` }) };
  });
  const effective = { topics, deletion: effectiveDeletion(plan) };
  return { ...(dapr && { component }), topics: record.topics, serviceAccount, effective, links };
}
