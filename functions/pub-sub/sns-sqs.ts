/** Topics on AWS: SNS delivers all messages into one queue, from which the claim's applications consume. */
import type { Environment } from '../environment/index.ts';
import { partitionOf } from '../cloud/aws/arn.ts';
import { onlyEncrypted } from '../kinds/encrypted-transport.ts';
import { externalName, managedBy, namedByProvider } from '../cloud/managed.ts';
import { Topic as SnsTopic } from '../kinds/sns-topic.ts';
import { TopicSubscription } from '../kinds/sns-topic-subscription.ts';
import { Queue } from '../kinds/sqs-queue.ts';
import { QueuePolicy } from '../kinds/sqs-queue-policy.ts';
import type { PubSubPlan } from './plan.ts';
import type { Topic } from './topics.ts';

export interface Place {
  readonly plan: PubSubPlan;
  readonly aws: NonNullable<Environment['aws']>;
  readonly record: {
    readonly region: string;
    readonly accountID: string;
    readonly queue: string;
    readonly key?: string | undefined;
  };
}

const arn = ({ record: { region, accountID } }: Place, service: string, name: string) =>
  `arn:${partitionOf(region)}:${service}:${region}:${accountID}:${name}`;

/** The ARN of a topic. */
export const topicArn = (place: Place, { name }: Topic) => arn(place, 'sns', name);

/** The address of the queue. */
export function queueUrl({ record: { region, accountID, queue } }: Place): string {
  const domain = partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://sqs.${region}.${domain}/${accountID}/${queue}`;
}

/** The alias of AWS's own key for topics. */
export const providersKey = 'alias/aws/sns';

/**
 * A topic, encrypted. Its policy takes the place of SNS's default one, and allows nothing: in the topic's own account, the policies of users and
 * roles are enough.
 */
export function topic(place: Place, wanted: Topic) {
  const { plan, aws, record } = place;
  const policy = { Version: '2012-10-17', Statement: [onlyEncrypted('sns', topicArn(place, wanted))] };
  return SnsTopic({
    metadata: externalName(wanted.name),
    spec: {
      ...managedBy(aws.providerConfig, plan),
      forProvider: {
        region: record.region,
        kmsMasterKeyId: record.key ?? providersKey,
        policy: JSON.stringify(policy),
      },
    },
  });
}

/**
 * How often Dapr delivers a message, the highest number that it can count to. Without a dead-letter queue it deletes a message that was refused
 * so often, by default ten times (components-contrib v1.18.4 pubsub/aws/snssqs validateMessage).
 */
export const attempts = '2147483647';

/** The retention of the queue: the longest retention of a topic. */
export const queueRetentionHours = ({ topics }: PubSubPlan) =>
  Math.max(...topics.map(({ retentionHours }) => retentionHours));

/** The queue. It exists even if the claim does not consume. */
export function queue({ plan, aws, record: { region, queue: name } }: Place) {
  return Queue({
    spec: {
      ...namedByProvider(managedBy(aws.providerConfig, plan)),
      forProvider: {
        region,
        name,
        messageRetentionSeconds: queueRetentionHours(plan) * 3600,
      },
    },
  });
}

/** The policy of the queue: only the claim's topics deliver into it, and requests without TLS are denied. */
export function delivery(place: Place, queueName: string) {
  const { plan, aws } = place;
  const { region, queue: name } = place.record;
  const resource = arn(place, 'sqs', name);
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyItsTopics',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: resource,
        Condition: { ArnEquals: { 'aws:SourceArn': plan.topics.map((source) => topicArn(place, source)) } },
      },
      onlyEncrypted('sqs', resource),
    ],
  };
  return QueuePolicy({
    spec: {
      ...namedByProvider(managedBy(aws.providerConfig, { retain: false })),
      forProvider: { region, queueUrlRef: { name: queueName }, policy: JSON.stringify(policy) },
    },
  });
}

/** Delivers a topic into the queue. */
export function subscription({ aws, record: { region } }: Place, topicName: string, queueName: string) {
  return TopicSubscription({
    spec: {
      ...namedByProvider(managedBy(aws.providerConfig, { retain: false })),
      forProvider: {
        region,
        topicArnRef: { name: topicName },
        protocol: 'sqs',
        endpointRef: { name: queueName },
      },
    },
  });
}

/** The policy of the user: the actions of applications and of Dapr (components-contrib v1.18.4 pubsub/aws/snssqs, without management of entities). */
export function userPolicy(place: Place): string {
  const { access, topics } = place.plan;
  const { key, queue: name } = place.record;
  const allow = (actions: readonly string[], resource: string | readonly string[]) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resource,
  });
  const canConsume = access.includes('consume');
  const onTopics = [
    'sns:GetTopicAttributes',
    ...(access.includes('produce') ? ['sns:Publish'] : []),
    ...(canConsume ? ['sns:ListSubscriptionsByTopic'] : []),
  ];
  const onQueue = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      allow(
        onTopics,
        topics.map((target) => topicArn(place, target)),
      ),
      ...(canConsume
        ? [
            allow(
              onQueue.map((action) => `sqs:${action}`),
              arn(place, 'sqs', name),
            ),
          ]
        : []),
      ...(key === undefined ? [] : [allow(['kms:Decrypt', 'kms:GenerateDataKey'], key)]),
    ],
  });
}
