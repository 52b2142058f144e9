/** Topics on Google Cloud: Pub/Sub keeps messages in one region, in subscriptions to each topic. */
import type { Environment } from '../environment/index.ts';
import type { Account } from '../cloud/gcp/account.ts';
import { externalName, managedBy, namedByProvider } from '../cloud/managed.ts';
import { Subscription as GoogleSubscription } from '../kinds/gcp-subscription.ts';
import { SubscriptionIAMMember } from '../kinds/gcp-subscription-iam-member.ts';
import { Topic as GoogleTopic } from '../kinds/gcp-topic.ts';
import { TopicIAMMember } from '../kinds/gcp-topic-iam-member.ts';
import type { PubSubPlan } from './plan.ts';
import type { Subscription, Topic } from './topics.ts';

export interface Place {
  readonly plan: PubSubPlan;
  readonly gcp: NonNullable<Environment['gcp']>;
  readonly record: { readonly region: string; readonly key?: string | undefined };
  /** The claim's own account at Google; the topics are in its project. */
  readonly self: Account;
  /** The member of IAM bindings that gets the rights. */
  readonly member: string;
}

/** The name of the subscription as Dapr builds it (components-contrib v1.18.4 pubsub/gcp/pubsub BuildSubscriptionID). */
const subscriptionName = ({ consumer, topic: { name } }: Subscription) => `${consumer}-${name}`;

/** The full name of a topic at Google. */
export const topicID = ({ self }: Place, { name }: Topic) => `projects/${self.project}/topics/${name}`;

/** The full name of a subscription at Google. */
export const subscriptionID = ({ self }: Place, subscription: Subscription) =>
  `projects/${self.project}/subscriptions/${subscriptionName(subscription)}`;

const retention = ({ retentionHours }: Topic) => `${retentionHours * 3600}s`;

/** A topic, whose messages stay in its region. */
export function topic({ plan, gcp, self, record }: Place, wanted: Topic) {
  const { region, key } = record;
  return GoogleTopic({
    metadata: externalName(wanted.name),
    spec: {
      ...managedBy(gcp.providerConfig, plan),
      forProvider: {
        project: self.project,
        messageRetentionDuration: retention(wanted),
        messageStoragePolicy: { allowedPersistenceRegions: [region] },
        ...(key !== undefined && { kmsKeyName: key }),
      },
    },
  });
}

/** A subscription. It never expires; by default, Google would delete it after 31 days without activity. */
export function subscription({ plan, gcp, self }: Place, wanted: Subscription) {
  return GoogleSubscription({
    metadata: externalName(subscriptionName(wanted)),
    spec: {
      ...managedBy(gcp.providerConfig, plan),
      forProvider: {
        project: self.project,
        topic: wanted.topic.name,
        messageRetentionDuration: retention(wanted.topic),
        // Dapr's own default; clients extend the deadline while they work.
        ackDeadlineSeconds: 20,
        expirationPolicy: { ttl: '' },
        // A refused message returns after a pause that grows, not at once.
        retryPolicy: { minimumBackoff: '1s', maximumBackoff: '60s' },
      },
    },
  });
}

/** Lets the application publish to a topic. */
export function publishing({ gcp, self, member }: Place, { name }: Topic) {
  return TopicIAMMember({
    spec: {
      ...namedByProvider(managedBy(gcp.providerConfig, { retain: false })),
      forProvider: { project: self.project, topic: name, role: 'roles/pubsub.publisher', member },
    },
  });
}

/** Lets the application consume from a subscription. Dapr needs no other right, since it creates no subscriptions here. */
export function consuming({ gcp, self, member }: Place, granted: Subscription) {
  return SubscriptionIAMMember({
    spec: {
      ...namedByProvider(managedBy(gcp.providerConfig, { retain: false })),
      forProvider: {
        project: self.project,
        subscription: subscriptionName(granted),
        role: 'roles/pubsub.subscriber',
        member,
      },
    },
  });
}

/** The facts about a subscription that its alarms need. */
export function watchedSubscription({ gcp, self }: Place, watched: Subscription) {
  const identity = subscriptionName(watched);
  return {
    gcp,
    identity,
    project: self.project,
    type: 'pubsub_subscription',
    label: 'subscription_id',
    named: identity,
  };
}
