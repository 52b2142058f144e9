/** Topics on AWS: SNS delivers into the one queue of the claim, from which its applications consume. */
import type { Environment } from '../environment/index.ts';
import { partitionOf } from '../cloud/aws/arn.ts';
import { onlyEncrypted } from '../kinds/encrypted-transport.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
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

/** The name of a topic as AWS wants it said. */
export const topicArn = (place: Place, { name }: Topic) => arn(place, 'sns', name);

/** Where the queue is reached. */
export function queueUrl({ record: { region, accountID, queue } }: Place): string {
  const domain = partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://sqs.${region}.${domain}/${accountID}/${queue}`;
}

/** The key of AWS itself for topics. */
export const providersKey = 'alias/aws/sns';

/** One topic, encrypted. */
export function topic({ plan, aws, record }: Place, { name }: Topic) {
  return SnsTopic({
    metadata: externalName(name),
    spec: {
      ...managedBy(aws.providerConfig, plan),
      forProvider: { region: record.region, kmsMasterKeyId: record.key ?? providersKey },
    },
  });
}

/** How long the queue keeps messages: as long as the topic that keeps them longest. */
export const keptHours = ({ topics }: PubSubPlan) => Math.max(...topics.map(({ retentionHours }) => retentionHours));

/** The queue, there also where nothing consumes yet. */
export function queue({ plan, aws, record: { region, queue: name } }: Place) {
  return Queue({
    spec: {
      ...managedBy(aws.providerConfig, plan),
      forProvider: {
        region,
        name,
        messageRetentionSeconds: keptHours(plan) * 3600,
      },
    },
  });
}

/** Lets these topics alone deliver into the queue, and nobody speak to it in the clear. */
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
        Condition: { ArnEquals: { 'aws:SourceArn': plan.topics.map((each) => topicArn(place, each)) } },
      },
      onlyEncrypted('sqs', resource),
    ],
  };
  return QueuePolicy({
    spec: {
      ...managedBy(aws.providerConfig, { retain: false }),
      forProvider: { region, queueUrlRef: { name: queueName }, policy: JSON.stringify(policy) },
    },
  });
}

/** Delivers one topic into the queue. */
export function subscription({ aws, record: { region } }: Place, topicName: string, queueName: string) {
  return TopicSubscription({
    spec: {
      ...managedBy(aws.providerConfig, { retain: false }),
      forProvider: {
        region,
        topicArnRef: { name: topicName },
        protocol: 'sqs',
        endpointRef: { name: queueName },
      },
    },
  });
}

/** What the application does, and Dapr for it (components-contrib v1.18.4 pubsub/aws/snssqs, without its management of entities). */
export function use(place: Place): string {
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
        topics.map((each) => topicArn(place, each)),
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
