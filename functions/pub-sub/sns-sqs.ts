/** Topics of SNS, and the policy of the user that may use them and their queues. */
import type { Environment } from '../environment/index.ts';
import { partitionOf } from '../cloud/aws/arn.ts';
import { onlyEncrypted } from '../kinds/encrypted-transport.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Topic as SnsTopic } from '../kinds/sns-topic.ts';
import type { PubSubPlan } from './plan.ts';
import type { Topic } from './topics.ts';

export interface Place {
  readonly plan: PubSubPlan;
  readonly aws: NonNullable<Environment['aws']>;
  readonly record: {
    readonly region: string;
    readonly accountID: string;
    /** The queue that all applications share. */
    readonly queue: string;
    /** Begins the names of the queues of consumers, if the claim has named any. */
    readonly queues?: string | undefined;
    readonly key?: string | undefined;
  };
}

/** The ARN of a resource of the claim. */
export const arn = ({ record: { region, accountID } }: Place, service: string, name: string) =>
  `arn:${partitionOf(region)}:${service}:${region}:${accountID}:${name}`;

/** The ARN of a topic. */
export const topicArn = (place: Place, { name }: Topic) => arn(place, 'sns', name);

/** The name of an application's queue, or of the one that all share. */
export function queueOf({ record: { queue, queues } }: Pick<Place, 'record'>, app: string | undefined): string {
  return app === undefined || queues === undefined ? queue : `${queues}-${app}`;
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

/** The policy of the user: the actions of applications and of Dapr (components-contrib v1.18.4 pubsub/aws/snssqs, without management of entities). */
export function userPolicy(place: Place): string {
  const { access, topics, consumers } = place.plan;
  const { key, queue } = place.record;
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
              consumers.length > 0
                ? consumers.map((app) => arn(place, 'sqs', queueOf(place, app)))
                : arn(place, 'sqs', queue),
            ),
          ]
        : []),
      ...(key === undefined ? [] : [allow(['kms:Decrypt', 'kms:GenerateDataKey'], key)]),
    ],
  });
}
