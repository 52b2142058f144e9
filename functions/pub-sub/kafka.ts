/** Topics in a shared Kafka: what its own namespace holds for a claim, written there by provider-kubernetes. */
import type { WithSections } from 'planesmith/runtime';
import type { Environment } from '../environment.ts';
import { keep, own } from '../managed.ts';
import type { KafkaTopic } from '../models/kafka.strimzi.io/v1/kafka-topic.ts';
import type { KafkaUser } from '../models/kafka.strimzi.io/v1/kafka-user.ts';
import { KafkaAccess } from '../readiness/kafka-access.ts';
import { KubernetesObject } from '../readiness/kubernetes-object.ts';
import type { PubSubPlan } from './plan.ts';
import type { Topic } from './topics.ts';

export type KafkaFacts = WithSections<Environment, 'incluster.messages'>['incluster']['messages'];

type Rule = NonNullable<NonNullable<KafkaUser['spec']['authorization']>['acls']>[number];

const apiVersion = 'kafka.strimzi.io/v1';

/** An object beside the broker; kept there when the claim goes, if `retain`. */
function beside(facts: KafkaFacts, manifest: KafkaTopic | KafkaUser, retain: boolean) {
  return KubernetesObject({
    spec: {
      managementPolicies: retain ? keep : own,
      providerConfigRef: facts.providerConfig,
      readiness: { policy: 'DeriveFromObject' },
      forProvider: { manifest: { ...manifest } },
    },
  });
}

/** One topic, with as many copies as the environment's brokers can keep. */
export function topic(facts: KafkaFacts, { retain }: PubSubPlan, { name, partitions, retentionHours }: Topic) {
  const { cluster, namespace, replicas } = facts;
  const manifest: KafkaTopic = {
    apiVersion,
    kind: 'KafkaTopic',
    metadata: { name, namespace, labels: { 'strimzi.io/cluster': cluster } },
    spec: {
      topicName: name,
      partitions,
      replicas,
      config: {
        'retention.ms': retentionHours * 3_600_000,
        'min.insync.replicas': Math.max(1, replicas - 1),
      },
    },
  };
  return beside(facts, manifest, retain);
}

/** The application's user: its own topics, and consumer groups that begin with its name. */
export function user(facts: KafkaFacts, { access, topics, record }: PubSubPlan) {
  const consumes = access.includes('consume');
  const manifest: KafkaUser = {
    apiVersion,
    kind: 'KafkaUser',
    metadata: { name: record.user, namespace: facts.namespace, labels: { 'strimzi.io/cluster': facts.cluster } },
    spec: {
      authentication: { type: 'scram-sha-512' },
      authorization: {
        type: 'simple',
        acls: [
          ...topics.map(({ name }): Rule => ({
            resource: { type: 'topic', name, patternType: 'literal' },
            operations: [
              'Describe',
              ...(access.includes('produce') ? ['Write' as const] : []),
              ...(consumes ? ['Read' as const] : []),
            ],
          })),
          ...(consumes ? [consumerGroups(record.user)] : []),
        ],
      },
    },
  };
  return beside(facts, manifest, false);
}

function consumerGroups(prefix: string): Rule {
  return { resource: { type: 'group', name: prefix, patternType: 'prefix' }, operations: ['Describe', 'Read'] };
}

/** The Secret with which applications of the claim's namespace reach the broker as that user. */
export function access({ cluster, namespace, listener }: KafkaFacts, { record }: PubSubPlan, secretName: string) {
  return KafkaAccess(
    {
      spec: {
        secretName,
        kafka: { name: cluster, namespace, ...(listener !== undefined && { listener }) },
        user: { apiGroup: 'kafka.strimzi.io', kind: 'KafkaUser', name: record.user, namespace },
      },
    },
    { after: ['user'] },
  );
}
