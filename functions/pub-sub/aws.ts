/** PubSub on AWS: topics, a queue for their messages, and a user that may use only these. */
import { main, none, perItem, resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { alarms } from '../alarms/aws.ts';
import { accountIn } from '../cloud/aws/arn.ts';
import { userKinds, userWithKey } from '../cloud/aws/user.ts';
import { component } from '../cluster/dapr-component.ts';
import { awsKey, awsPlace, encryptionOf } from '../cloud/placement.ts';
import { lastPolicies, withLastUpdates } from '../cloud/last-update.ts';
import { MetricAlarm } from '../kinds/cloudwatch-metric-alarm.ts';
import { Component } from '../kinds/dapr-component.ts';
import { Topic } from '../kinds/sns-topic.ts';
import { TopicSubscription } from '../kinds/sns-topic-subscription.ts';
import { Queue } from '../kinds/sqs-queue.ts';
import { QueuePolicy } from '../kinds/sqs-queue-policy.ts';
import { queueAlarms } from './alarms.ts';
import { absentKeys, kafkaKeys } from './keys.ts';
import { subscribedOf } from './layout.ts';
import { pubSubPlanner } from './plan.ts';
import * as broker from './sns-sqs.ts';
import { pubSubStatus } from './status.ts';
import { byTopic, namesOf } from './topics.ts';

export const aws = target(
  pubSubPlanner,
  {
    environment: ['aws.accountID'],
    ignores: {
      'spec.serviceAccount': 'applications are given keys',
      'spec.topics.*.partitions': 'a topic of SNS has no partitions',
    },
    resources: {
      component: main(Component, { after: ['key', 'attachment'] }),
      topic: perItem(Topic),
      queue: Queue,
      delivery: resource(QueuePolicy, { after: ['queue'] }),
      subscription: perItem(TopicSubscription, { after: ['topic', 'delivery'] }),
      ...userKinds,
      alarm: perItem(MetricAlarm, { after: ['queue'] }),
    },
    secrets: { key: 'key' },
    record: {
      decide: {
        subscribed: { revise: ({ plan, recorded }) => subscribedOf(plan, recorded) },
        user: ({ cloudName }) => cloudName('user'),
        queue: ({ cloudName }) => cloudName('queue'),
        ...awsPlace,
        accountID: ({ environment }) => environment.aws.accountID,
        ...awsKey,
      },
      recover: ({ topic, subscription, alarm, queue, delivery, permissions, user }, recorded) => ({
        topics: namesOf(topic),
        subscribed: alarm['age'] === undefined ? Object.keys(subscription) : Object.keys(topic),
        queue: queue?.spec.forProvider.name,
        region: queue?.spec.forProvider.region ?? Object.values(topic).at(0)?.spec.forProvider.region,
        accountID: accountIn(delivery?.spec.forProvider.policy),
        ...encryptionOf(recorded, permissions?.spec, ...Object.values(topic).map((existing) => existing?.spec)),
        user: user?.metadata?.annotations?.['crossplane.io/external-name'],
      }),
    },
  },
  ({ claim, plan, record, environment, observed, secrets, name }) => {
    const { topics, access, apps } = plan;
    const { region, accountID, queue, user } = record;
    const place = { plan, record, aws: environment.aws };
    const { username, password } = secrets.key;
    const consumed = access.includes('consume') ? topics : [];
    const from = (key: string) => ({ name: name('key'), key });
    return {
      resources: {
        component: plan.dapr
          ? component({
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
                messageRetryLimit: broker.attempts,
              },
            })
          : none('the claim does not use Dapr'),
        topic: withLastUpdates(
          byTopic(topics, (topic) => broker.topic(place, topic)),
          { model: Topic, existing: observed.topic, last: lastPolicies(plan) },
        ),
        queue: broker.queue(place),
        delivery: broker.delivery(place, name('queue')),
        subscription: byTopic(consumed, ({ key }) => broker.subscription(place, name('topic', key), name('queue'))),
        ...userWithKey({
          user,
          providerConfig: environment.aws.providerConfig,
          policy: broker.userPolicy(place),
          keySecret: name('key'),
          permissions: name('permissions'),
        }),
        alarm: alarms(
          {
            aws: environment.aws,
            region,
            claim,
            links: plan.links,
            identity: queue,
            namespace: 'AWS/SQS',
            dimension: 'QueueName',
            existing: observed.alarm,
          },
          // The queue keeps waiting messages even if the claim no longer consumes.
          plan.subscribed.length > 0 ? queueAlarms(plan, broker.queueRetentionHours(plan)) : {},
        ),
      },
      secret: {
        provider: 'sns-sqs',
        topics: JSON.stringify(byTopic(topics, (topic) => broker.topicArn(place, topic))),
        region,
        queueUrl: broker.queueUrl(place),
        access_key_id: username,
        secret_key: password,
        ...absentKeys('subscriptions', 'host', ...kafkaKeys),
      },
      status: pubSubStatus(plan, record, {
        component: name('component'),
        // One queue keeps the messages of all topics.
        effectiveOf: (topic) => ({
          hours: plan.subscribed.includes(topic) ? broker.queueRetentionHours(plan) : undefined,
        }),
      }),
    };
  },
);
