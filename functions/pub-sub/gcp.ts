/** PubSub on Google Cloud: topics with a subscription each, and an account that may use only these. */
import { main, none, perItem } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { component } from '../cluster/dapr-component.ts';
import { alarms } from '../alarms/gcp.ts';
import { runAs, runAsKinds } from '../cloud/gcp/run-as.ts';
import { Component } from '../kinds/dapr-component.ts';
import { requiresAccount } from '../cloud/account.ts';
import { encryptionOf, gcpKey, gcpPlace } from '../cloud/placement.ts';
import { lastPolicies, withLastUpdates } from '../cloud/last-update.ts';
import { AlertPolicy } from '../kinds/gcp-alert-policy.ts';
import { Subscription } from '../kinds/gcp-subscription.ts';
import { SubscriptionIAMMember } from '../kinds/gcp-subscription-iam-member.ts';
import { Topic } from '../kinds/gcp-topic.ts';
import { TopicIAMMember } from '../kinds/gcp-topic-iam-member.ts';
import { subscriptionAlarms } from './alarms.ts';
import * as broker from './google.ts';
import { absentKeys, consumingKeys, kafkaKeys, queueKeys } from './keys.ts';
import { subscribedOf } from './layout.ts';
import { pubSubPlanner } from './plan.ts';
import { pubSubStatus } from './status.ts';
import { bySubscription, byTopic, daprConsumer, namesOf, sharedOnes } from './topics.ts';

export const gcp = target(
  pubSubPlanner,
  {
    environment: ['gcp.workloadPool'],
    ignores: { 'spec.topics.*.partitions': 'a topic of Pub/Sub has no partitions' },
    resources: {
      component: main(Component, { after: ['trust', 'publishing', 'consuming'] }),
      topic: perItem(Topic),
      subscription: perItem(Subscription, { after: ['topic'] }),
      ...runAsKinds,
      publishing: perItem(TopicIAMMember, { after: ['topic', 'identity'] }),
      consuming: perItem(SubscriptionIAMMember, { after: ['subscription', 'identity'] }),
      alarm: perItem(AlertPolicy, { after: ['subscription'] }),
    },
    record: {
      decide: {
        subscribed: { revise: ({ plan, recorded }) => subscribedOf(plan, recorded) },
        // Google allows no longer names.
        user: ({ cloudName }) => cloudName('user', { maxLength: 30 }),
        ...gcpPlace,
        ...gcpKey,
      },
      recover: ({ topic, subscription, identity }, recorded) => {
        const first = Object.values(topic).at(0)?.spec.forProvider;
        const { project, messageStoragePolicy } = first ?? {};
        return {
          topics: namesOf(topic),
          subscribed: sharedOnes(subscription),
          user: identity?.metadata?.annotations?.['crossplane.io/external-name'],
          project: project ?? identity?.spec.forProvider.project,
          region: messageStoragePolicy?.allowedPersistenceRegions?.[0],
          ...encryptionOf(recorded, first),
        };
      },
    },
    reads: requiresAccount,
  },
  ({ claim, plan, record, environment, observed, reads, name }) => {
    const { topics, subscriptions, read, access, apps } = plan;
    const { providerConfig, workloadPool } = environment.gcp;
    const { user: id, project, region } = record;
    const self = { project, id, providerConfig };
    const { serviceAccount } = plan;
    const rights = [...Object.values(observed.publishing), ...Object.values(observed.consuming)];
    const { member, resources } = runAs({
      self,
      displayName: `PubSub ${claim.namespace}/${claim.name} in ${environment.name}`,
      project: environment.gcp.project,
      workloadPool,
      subject: `${claim.namespace}/${name('account')}`,
      existingTrust: observed.trust,
      serviceAccount,
      foundAccount: reads.serviceAccount,
      existing: rights.map((right) => right?.spec.forProvider.member),
    });
    const place = { plan, record, gcp: environment.gcp, self, member };
    const produced = access.includes('produce') ? topics : [];
    return {
      resources: {
        component: plan.dapr
          ? component({
              // Without an account key in its metadata, Dapr uses the identity of its pod.
              type: 'pubsub.gcp.pubsub',
              version: 'v1',
              apps,
              metadata: { projectID: project, consumerID: daprConsumer(plan), disableEntityManagement: 'true' },
            })
          : none('the claim does not use Dapr'),
        topic: withLastUpdates(
          byTopic(topics, (topic) => broker.topic(place, topic)),
          { model: Topic, existing: observed.topic, last: lastPolicies(plan) },
        ),
        subscription: withLastUpdates(
          bySubscription(subscriptions, (wanted) => broker.subscription(place, wanted)),
          { model: Subscription, existing: observed.subscription, last: lastPolicies(plan) },
        ),
        ...resources,
        publishing: byTopic(produced, (topic) => broker.publishing(place, topic)),
        consuming: bySubscription(read, (granted) => broker.consuming(place, granted)),
        alarm: Object.assign(
          {},
          ...subscriptions.map((watched) =>
            alarms(
              { ...broker.watchedSubscription(place, watched), claim, links: plan.links, existing: observed.alarm },
              subscriptionAlarms(plan, watched),
            ),
          ),
        ) as ReturnType<typeof alarms>,
      },
      secret: {
        provider: 'google-pubsub',
        topics: JSON.stringify(byTopic(topics, (topic) => broker.topicID(place, topic))),
        ...consumingKeys(read, (one) => broker.subscriptionID(place, one)),
        region,
        ...absentKeys('host', ...kafkaKeys, ...queueKeys),
      },
      status: pubSubStatus(plan, record, {
        component: name('component'),
        serviceAccount: serviceAccount ?? (observed.account && name('account')),
        // At Google, topics without a subscription keep messages too.
        effectiveOf: ({ retentionHours: hours }) => ({ hours }),
      }),
    };
  },
);
