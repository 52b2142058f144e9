/** Topics in a shared Kafka: the objects of a claim in Kafka's own namespace, which provider-kubernetes writes. */
import type { WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { withKnownName, policiesFor } from '../cloud/managed.ts';
import type { KafkaTopic } from '../models/kafka.strimzi.io/v1/kafka-topic.ts';
import type { KafkaUser } from '../models/kafka.strimzi.io/v1/kafka-user.ts';
import { KafkaAccess } from '../kinds/kafka-access.ts';
import { KubernetesObject } from '../kinds/kubernetes-object.ts';
import { type Groups, groupRules, type Rule, sharesGroupIn } from './groups.ts';
import type { Layouts } from './layout.ts';
import type { PubSubPlan } from './plan.ts';
import type { Topic } from './topics.ts';

type KafkaFacts = WithSections<Environment, 'incluster.messages'>['incluster']['messages'];

/** The Kafka with the topics of a claim. */
type Kafka = Omit<KafkaFacts, 'listener'> & { readonly listener: string | undefined };

const apiVersion = 'kafka.strimzi.io/v1';

interface BrokerRecord {
  readonly broker: string;
  readonly namespace: string;
}

/** The recorded Kafka of a claim. The environment's listener applies only if the environment still names this Kafka. */
export function kafkaOf(facts: KafkaFacts, record: BrokerRecord, existing: KafkaAccess | undefined): Kafka {
  const { broker: cluster, namespace } = record;
  const isCurrent = cluster === facts.cluster && namespace === facts.namespace;
  const { listener } = isCurrent ? facts : (existing?.spec?.kafka ?? {});
  return { ...facts, cluster, namespace, listener };
}

/** The recorded values of the Kafka and of each topic that existing objects show. */
export function recoverFromKafka(existing: {
  readonly topic: Readonly<Record<string, KubernetesObject | undefined>>;
  readonly user: KubernetesObject | undefined;
}) {
  const topics = Object.entries(existing.topic).flatMap(([key, object]) => {
    const manifest = manifestOf(object);
    return manifest === undefined ? [] : [{ key, ...manifest }];
  });
  const user = manifestOf(existing.user);
  const { metadata: place } = user ?? topics[0] ?? {};
  const layouts = topics.flatMap(({ key, spec: { partitions, replicas } = {} }) =>
    partitions === undefined || replicas === undefined ? [] : [[key, { partitions, replicas }] as const],
  );
  return {
    topics: Object.fromEntries(topics.map(({ key, metadata: { name } }) => [key, name])),
    user: user?.metadata.name,
    sharesGroup: sharesGroupIn(user as Partial<KafkaUser> | undefined),
    broker: place?.labels?.['strimzi.io/cluster'],
    namespace: place?.namespace,
    layout: Object.fromEntries(layouts),
  };
}

type Manifest = { readonly metadata: NonNullable<KafkaTopic['metadata']> & { readonly name: string } } & {
  readonly spec?: Partial<KafkaTopic['spec']>;
};

function manifestOf(object: KubernetesObject | undefined): Manifest | undefined {
  return object?.spec.forProvider.manifest as Manifest | undefined;
}

/** An object in Kafka's namespace, which outlives the claim if `retain`. `name` is that of the Object with the manifest. */
function objectInKafka(kafka: Kafka, name: string, manifest: KafkaTopic | KafkaUser, retain: boolean) {
  return KubernetesObject({
    metadata: withKnownName(name),
    spec: {
      managementPolicies: policiesFor(retain),
      providerConfigRef: kafka.providerConfig,
      readiness: { policy: 'DeriveFromObject' },
      forProvider: { manifest: { ...manifest } },
    },
  });
}

/** A topic with its recorded layout, in an Object of this name. */
export function topic(
  kafka: Kafka,
  { retain }: PubSubPlan,
  objectName: string,
  wanted: Topic,
  layout: Layouts[string],
) {
  const { cluster, namespace } = kafka;
  const { partitions, replicas } = layout;
  const { name, retentionHours } = wanted;
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
  return objectInKafka(kafka, objectName, manifest, retain);
}

/** The application's user. It may use the claim's topics, and the groups of its applications. Its Object has the name `objectName`. */
export function user(kafka: Kafka, plan: PubSubPlan, objectName: string, groups: Groups) {
  const { access, topics } = plan;
  const { user: name } = groups;
  const consumes = access.includes('consume');
  const manifest: KafkaUser = {
    apiVersion,
    kind: 'KafkaUser',
    metadata: { name, namespace: kafka.namespace, labels: { 'strimzi.io/cluster': kafka.cluster } },
    spec: {
      authentication: { type: 'scram-sha-512' },
      authorization: {
        type: 'simple',
        acls: [
          ...topics.map((topic): Rule => ({
            resource: { type: 'topic', name: topic.name, patternType: 'literal' },
            operations: [
              'Describe',
              ...(access.includes('produce') ? ['Write' as const] : []),
              ...(consumes ? ['Read' as const] : []),
            ],
          })),
          ...(consumes ? groupRules(groups, plan) : []),
        ],
      },
    },
  };
  return objectInKafka(kafka, objectName, manifest, false);
}

/** The KafkaAccess, whose operator writes the Secret with the connection of that user into the claim's namespace. */
export function access({ cluster, namespace, listener }: Kafka, user: string, secretName: string) {
  return KafkaAccess({
    spec: {
      secretName,
      kafka: { name: cluster, namespace, ...(listener !== undefined && { listener }) },
      user: { apiGroup: 'kafka.strimzi.io', kind: 'KafkaUser', name: user, namespace },
    },
  });
}
