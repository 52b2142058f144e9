/** Topics on Google Cloud: Pub/Sub keeps their messages for the claim's one subscription to each, in one region. */
import type { Environment } from '../environment/index.ts';
import type { Account } from '../cloud/gcp/account.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Subscription } from '../kinds/gcp-subscription.ts';
import { SubscriptionIAMMember } from '../kinds/gcp-subscription-iam-member.ts';
import { Topic as GoogleTopic } from '../kinds/gcp-topic.ts';
import { TopicIAMMember } from '../kinds/gcp-topic-iam-member.ts';
import type { PubSubPlan } from './plan.ts';
import { consumer, type Topic } from './topics.ts';

export interface Place {
  readonly plan: PubSubPlan;
  readonly gcp: NonNullable<Environment['gcp']>;
  readonly record: { readonly region: string; readonly key?: string | undefined };
  /** Whom the application acts as; its topics are in the same project. */
  readonly self: Account;
  /** Whom its rights are for. */
  readonly member: string;
}

/** What Dapr looks for (components-contrib v1.18.4 pubsub/gcp/pubsub BuildSubscriptionID). */
const subscriptionName = ({ name }: Topic) => `${consumer}-${name}`;

/** The topic as Google wants it said. */
export const topicID = ({ self }: Place, { name }: Topic) => `projects/${self.project}/topics/${name}`;

/** The subscription as Google wants it said. */
export const subscriptionID = ({ self }: Place, topic: Topic) =>
  `projects/${self.project}/subscriptions/${subscriptionName(topic)}`;

const retention = ({ retentionHours }: Topic) => `${retentionHours * 3600}s`;

/** One topic, whose messages stay in its region. */
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

/** What waits for the application of one topic, however long it stays away: Google would remove it after 31 days. */
export function subscription({ plan, gcp, self }: Place, wanted: Topic) {
  return Subscription({
    metadata: externalName(subscriptionName(wanted)),
    spec: {
      ...managedBy(gcp.providerConfig, plan),
      forProvider: {
        project: self.project,
        topic: wanted.name,
        messageRetentionDuration: retention(wanted),
        // As long as Dapr would give an application; clients ask for more while they work.
        ackDeadlineSeconds: 20,
        expirationPolicy: { ttl: '' },
        // What an application refuses comes back later each time, not at once.
        retryPolicy: { minimumBackoff: '1s', maximumBackoff: '60s' },
      },
    },
  });
}

/** Lets the application publish to one topic. */
export function publishing({ gcp, self, member }: Place, { name }: Topic) {
  return TopicIAMMember({
    spec: {
      ...managedBy(gcp.providerConfig, { retain: false }),
      forProvider: { project: self.project, topic: name, role: 'roles/pubsub.publisher', member },
    },
  });
}

/** Lets the application consume from one subscription; Dapr, which makes none here, looks at nothing else. */
export function consuming({ gcp, self, member }: Place, wanted: Topic) {
  return SubscriptionIAMMember({
    spec: {
      ...managedBy(gcp.providerConfig, { retain: false }),
      forProvider: {
        project: self.project,
        subscription: subscriptionName(wanted),
        role: 'roles/pubsub.subscriber',
        member,
      },
    },
  });
}

/** What Cloud Monitoring must know to watch one subscription. */
export function watched({ gcp, self }: Place, wanted: Topic) {
  const identity = subscriptionName(wanted);
  return {
    gcp,
    identity,
    project: self.project,
    type: 'pubsub_subscription',
    label: 'subscription_id',
    named: identity,
  };
}
