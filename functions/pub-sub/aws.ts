/** PubSub on AWS: topics, queues for their messages, and a user that may use only these. */
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
import { absentKeys, consumingKeys, kafkaKeys } from './keys.ts';
import { subscribedOf } from './layout.ts';
import { pubSubPlanner } from './plan.ts';
import * as sqs from './queues.ts';
import * as broker from './sns-sqs.ts';
import { pubSubStatus } from './status.ts';
import { byConsumer, bySubscription, byTopic, keeps, namesOf, sharedOnes } from './topics.ts';

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
      queues: perItem(Queue),
      deliveries: perItem(QueuePolicy, { after: ['queues'] }),
      subscription: perItem(TopicSubscription, { after: ['topic', 'delivery', 'deliveries'] }),
      ...userKinds,
      alarm: perItem(MetricAlarm, { after: ['queue', 'queues'] }),
    },
    secrets: { key: 'key' },
    record: {
      decide: {
        subscribed: { revise: ({ plan, recorded }) => subscribedOf(plan, recorded) },
        user: ({ cloudName }) => cloudName('user'),
        queue: ({ cloudName }) => cloudName('queue'),
        // With the longest app id, a name has the 80 characters that SQS allows.
        queues: ({ plan, cloudName }) =>
          plan.consumers.length > 0 ? cloudName('consumers', { maxLength: 43 }) : undefined,
        ...awsPlace,
        accountID: ({ environment }) => environment.aws.accountID,
        ...awsKey,
      },
      recover: ({ topic, subscription, alarm, queue, queues, delivery, permissions, user }, recorded) => ({
        topics: namesOf(topic),
        subscribed: alarm['age'] === undefined ? sharedOnes(subscription) : Object.keys(topic),
        queue: queue?.spec.forProvider.name,
        queues: sqs.prefixIn(queues),
        region: queue?.spec.forProvider.region ?? Object.values(topic).at(0)?.spec.forProvider.region,
        accountID: accountIn(delivery?.spec.forProvider.policy),
        ...encryptionOf(recorded, permissions?.spec, ...Object.values(topic).map((existing) => existing?.spec)),
        user: user?.metadata?.annotations?.['crossplane.io/external-name'],
      }),
    },
  },
  ({ claim, plan, record, environment, observed, secrets, name }) => {
    const { topics, consumers, read, apps } = plan;
    const { region, accountID, queue, user } = record;
    const place = { plan, record, aws: environment.aws };
    const { username, password } = secrets.key;
    const queueOf = (app: string | undefined) => broker.queueOf(place, app);
    const hours = sqs.queueRetentionHours(plan);
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
                consumerID: consumers.length > 0 ? queueOf('{appID}') : queue,
                disableEntityManagement: 'true',
                messageRetryLimit: broker.attempts,
              },
            })
          : none('the claim does not use Dapr'),
        topic: withLastUpdates(
          byTopic(topics, (topic) => broker.topic(place, topic)),
          { model: Topic, existing: observed.topic, last: lastPolicies(plan) },
        ),
        // The shared queue exists even if nobody consumes from it.
        queue: sqs.queue(place, queue),
        delivery: sqs.delivery(place, queue, name('queue')),
        queues: withLastUpdates(
          byConsumer(consumers, (app) => sqs.queue(place, queueOf(app))),
          { model: Queue, existing: observed.queues, last: lastPolicies(plan) },
        ),
        deliveries: byConsumer(consumers, (app) => sqs.delivery(place, queueOf(app), name('queues', app))),
        subscription: bySubscription(read, ({ topic, app }) =>
          sqs.subscription(place, name('topic', topic.key), app === undefined ? name('queue') : name('queues', app)),
        ),
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
          queueAlarms(plan, { retentionHours: hours, queueOf }),
        ),
      },
      secret: {
        provider: 'sns-sqs',
        topics: JSON.stringify(byTopic(topics, (topic) => broker.topicArn(place, topic))),
        region,
        queueUrl: consumers.length > 0 ? none('each consumer has a queue of its own') : sqs.queueUrl(place, queue),
        consumers: consumingKeys(read, ({ app }) => sqs.queueUrl(place, queueOf(app))).consumers,
        access_key_id: username,
        secret_key: password,
        ...absentKeys('subscriptions', 'host', ...kafkaKeys),
      },
      status: pubSubStatus(plan, record, {
        component: name('component'),
        // One queue keeps the messages of all topics.
        effectiveOf: (topic) => ({ hours: keeps(plan, topic) ? hours : undefined }),
      }),
    };
  },
);
