/** The alert rules of topics in a shared Kafka: the table to review beside alarms.ts. */
import type { Rule } from '../alarms/prometheus.ts';
import { remedy } from './alarms.ts';
import type { PubSubPlan } from './plan.ts';

/**
 * The rules by name, with the metrics of Strimzi's Kafka Exporter (github.com/danielqsj/kafka_exporter). The environment does not say
 * whether the exporter runs, so a rule reports topics without metrics.
 */
export function topicRules(
  plan: PubSubPlan,
  { user, usualBacklog }: { readonly user: string; readonly usualBacklog: number },
): Readonly<Record<string, Rule>> {
  const { topics, access } = plan;
  const ownTopics = `topic=~"${topics.map(({ name }) => name).join('|')}"`;
  return {
    unseen: {
      expr: `(count(count by (topic) (kafka_topic_partitions{${ownTopics}})) or vector(0)) < ${topics.length}`,
      minutes: 15,
      severity: 'warning',
      says: `Prometheus does not see ${topics.length === 1 ? 'its topic' : `all of its ${topics.length} topics`} at the broker, so nobody watches what waits there. Look at the topics, at the broker and at its Kafka Exporter.`,
    },
    ...(access.includes('consume') && {
      waiting: {
        expr: `sum by (consumergroup, topic) (kafka_consumergroup_lag{${ownTopics},consumergroup=~"${user}.*"}) > ${usualBacklog}`,
        minutes: 60,
        severity: 'warning',
        says: `For an hour there have always been more than ${usualBacklog} messages of a topic waiting, and each is lost when the retention of its topic is over. ${remedy(plan, 'have stopped, fail or are too slow')}`,
      },
    }),
  };
}
