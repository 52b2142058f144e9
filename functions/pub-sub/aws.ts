/** PubSub on AWS: topics, a queue they deliver into, and a user that may use nothing else. */
import { each, main, none, secretValues, target } from 'planesmith/authoring';
import { alarms } from '../alarms/aws.ts';
import { accountIn } from '../cloud/aws/arn.ts';
import { userWithKey } from '../cloud/aws/user.ts';
import { component } from '../cluster/dapr-component.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { keptOrDeleted, lettingGo } from '../cloud/last-update.ts';
import { MetricAlarm } from '../kinds/cloudwatch-metric-alarm.ts';
import { Component } from '../kinds/dapr-component.ts';
import { AccessKey } from '../kinds/iam-access-key.ts';
import { Policy } from '../kinds/iam-policy.ts';
import { User } from '../kinds/iam-user.ts';
import { UserPolicyAttachment } from '../kinds/iam-user-policy-attachment.ts';
import { Topic } from '../kinds/sns-topic.ts';
import { TopicSubscription } from '../kinds/sns-topic-subscription.ts';
import { Queue } from '../kinds/sqs-queue.ts';
import { QueuePolicy } from '../kinds/sqs-queue-policy.ts';
import { queueAlarms } from './alarms.ts';
import { kafkaKeys } from './keys.ts';
import { plan } from './plan.ts';
import * as broker from './sns-sqs.ts';
import { pubSubStatus } from './status.ts';
import { byTopic, namesOf } from './topics.ts';

export const aws = target(
  plan,
  {
    needs: ['aws.accountID'],
    lacks: ['subscriptions', 'host', ...kafkaKeys],
    resources: {
      component: main(Component),
      topic: each(Topic),
      queue: Queue,
      delivery: QueuePolicy,
      subscription: each(TopicSubscription),
      user: User,
      permissions: Policy,
      attachment: UserPolicyAttachment,
      key: AccessKey,
      alarm: each(MetricAlarm),
    },
    // Crossplane does not watch the Secret of a key: required, a new key reaches the application's Secret at once.
    requires: ({ name }) => ({ key: { apiVersion: 'v1', kind: 'Secret', name: name('key') } }),
    recover: ({ topic, subscription, alarm, queue, delivery, permissions, user }) => ({
      topics: namesOf(topic),
      subscribed: alarm['age'] === undefined ? Object.keys(subscription) : Object.keys(topic),
      queue: queue?.spec.forProvider.name,
      region: queue?.spec.forProvider.region ?? Object.values(topic).at(0)?.spec.forProvider.region,
      accountID: accountIn(delivery?.spec.forProvider.policy),
      ...encryptionOf(permissions?.spec, ...Object.values(topic).map((each) => each?.spec)),
      user: user?.metadata?.annotations?.['crossplane.io/external-name'],
    }),
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { topics, access, apps, record } = decided;
    const { region = environment.aws.region, accountID = environment.aws.accountID, queue = '', user } = record;
    const place = { plan: decided, aws: environment.aws, region, accountID, queue };
    const { username, password } = secretValues(required.key);
    const consumed = access.includes('consume') ? topics : [];
    const from = (key: string) => ({ name: name('key'), key });
    return {
      resources: {
        component: decided.dapr
          ? component(
              {
                type: 'pubsub.aws.snssqs',
                version: 'v1',
                apps,
                metadata: {
                  region,
                  accessKey: from('username'),
                  secretKey: from('password'),
                  accountId: accountID,
                  consumerID: queue,
                  disableEntityManagement: 'true',
                },
              },
              ['key', 'attachment'],
            )
          : none('no Dapr here'),
        topic: lettingGo(
          byTopic(topics, (wanted) => broker.topic(place, wanted)),
          { model: Topic, existing: observed.topic, last: keptOrDeleted(decided) },
        ),
        queue: broker.queue(place),
        delivery: broker.delivery(place, name('queue')),
        subscription: byTopic(consumed, ({ key }) => broker.subscription(place, name('topic', key), name('queue'))),
        ...userWithKey({
          user,
          providerConfig: environment.aws.providerConfig,
          policy: broker.use(place),
          keySecret: name('key'),
          permissions: name('permissions'),
        }),
        alarm: alarms(
          {
            ...place,
            claim,
            links: decided.links,
            identity: queue,
            namespace: 'AWS/SQS',
            dimension: 'QueueName',
            after: 'queue',
            existing: observed.alarm,
          },
          // The queue keeps what waited in it, also where its claim no longer consumes.
          decided.subscribed.length > 0 ? queueAlarms(decided, broker.keptHours(decided)) : {},
        ),
      },
      secret: {
        provider: 'sns-sqs',
        topics: JSON.stringify(byTopic(topics, (wanted) => broker.topicArn(place, wanted))),
        region,
        queueUrl: broker.queueUrl(place),
        access_key_id: username,
        secret_key: password,
      },
      status: pubSubStatus(decided, {
        component: name('component'),
        // One queue keeps what all of them deliver.
        got: (topic) => ({ hours: decided.subscribed.includes(topic) ? broker.keptHours(decided) : undefined }),
      }),
    };
  },
);
