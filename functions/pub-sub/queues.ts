/** Queues of SQS: SNS delivers all messages into one, which the claim's applications share, or into one of each consumer. */
import { partitionOf } from '../cloud/aws/arn.ts';
import { managedBy, namedByProvider } from '../cloud/managed.ts';
import { onlyEncrypted } from '../kinds/encrypted-transport.ts';
import { TopicSubscription } from '../kinds/sns-topic-subscription.ts';
import { Queue } from '../kinds/sqs-queue.ts';
import { QueuePolicy } from '../kinds/sqs-queue-policy.ts';
import type { PubSubPlan } from './plan.ts';
import { arn, type Place, topicArn } from './sns-sqs.ts';

/** The beginning of the names of existing queues of consumers. */
export function prefixIn(existing: Readonly<Record<string, Queue | undefined>>): string | undefined {
  const [app, queue] = Object.entries(existing)[0] ?? [];
  return app === undefined ? undefined : queue?.spec.forProvider.name?.slice(0, -`-${app}`.length);
}

/** The address of a queue. */
export function queueUrl({ record: { region, accountID } }: Place, queue: string): string {
  const domain = partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://sqs.${region}.${domain}/${accountID}/${queue}`;
}

/** The retention of the queue: the longest retention of a topic. */
export const queueRetentionHours = ({ topics }: PubSubPlan) =>
  Math.max(...topics.map(({ retentionHours }) => retentionHours));

/** A queue. */
export function queue({ plan, aws, record: { region } }: Place, name: string) {
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

/** The policy of a queue: only the claim's topics deliver into it, and requests without TLS are denied. */
export function delivery(place: Place, name: string, queueName: string) {
  const { plan, aws } = place;
  const { region } = place.record;
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

/** Delivers a topic into a queue. */
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
