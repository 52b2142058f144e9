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

interface Named {
  readonly topics: Readonly<Record<string, string>>;
}

/** The status; it names the component if there is one. */
export function pubSubStatus(plan: PubSubPlan, record: Named, { component, serviceAccount, got }: Facts) {
  const { dapr, links } = plan;
  const topics = byTopic(plan.topics, (topic) => {
    const { partitions, hours } = got(topic);
    return { ...(partitions !== undefined && { partitions }), ...(hours !== undefined && { retention: `${hours}h` }) };
  });
  const effective = { topics, deletion: effectiveDeletion(plan) };
  return { ...(dapr && { component }), topics: record.topics, serviceAccount, effective, links };
}
