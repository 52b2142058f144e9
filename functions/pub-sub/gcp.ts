/** PubSub on Google Cloud: topics, a subscription to each, and an account that may use nothing else. */
import { each, main, none, target } from 'planesmith/authoring';
import { component } from '../cluster/dapr-component.ts';
import { alerts } from '../alarms/gcp.ts';
import { runAs } from '../cloud/gcp/run-as.ts';
import { Component } from '../kinds/dapr-component.ts';
import { requiresAccount } from '../cloud/account.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { keptOrDeleted, lettingGo } from '../cloud/last-update.ts';
import { AlertPolicy } from '../kinds/gcp-alert-policy.ts';
import { ServiceAccount as GoogleAccount } from '../kinds/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../kinds/gcp-service-account-iam-member.ts';
import { Subscription } from '../kinds/gcp-subscription.ts';
import { SubscriptionIAMMember } from '../kinds/gcp-subscription-iam-member.ts';
import { Topic } from '../kinds/gcp-topic.ts';
import { TopicIAMMember } from '../kinds/gcp-topic-iam-member.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { subscriptionAlarms } from './alarms.ts';
import * as broker from './google.ts';
import { kafkaKeys, queueKeys } from './keys.ts';
import { plan } from './plan.ts';
import { pubSubStatus } from './status.ts';
import { byTopic, consumer, namesOf } from './topics.ts';

export const gcp = target(
  plan,
  {
    needs: ['gcp.workloadPool'],
    lacks: ['host', ...kafkaKeys, ...queueKeys],
    resources: {
      component: main(Component),
      topic: each(Topic),
      subscription: each(Subscription),
      account: ServiceAccount,
      identity: GoogleAccount,
      trust: ServiceAccountIAMMember,
      publishing: each(TopicIAMMember),
      consuming: each(SubscriptionIAMMember),
      alarm: each(AlertPolicy),
    },
    requires: requiresAccount,
    recover: ({ topic, subscription, identity }) => {
      const first = Object.values(topic).at(0)?.spec.forProvider;
      const { project, messageStoragePolicy } = first ?? {};
      return {
        topics: namesOf(topic),
        subscribed: Object.keys(subscription),
        user: identity?.metadata?.annotations?.['crossplane.io/external-name'],
        project: project ?? identity?.spec.forProvider.project,
        region: messageStoragePolicy?.allowedPersistenceRegions?.[0],
        ...encryptionOf(first),
      };
    },
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { topics, subscribed, access, apps, record } = decided;
    const { providerConfig, workloadPool } = environment.gcp;
    const { user: id, project = environment.gcp.project, region = environment.gcp.region } = record;
    const self = { project, id, providerConfig };
    const given = decided.serviceAccount;
    const rights = [...Object.values(observed.publishing), ...Object.values(observed.consuming)];
    const { member, resources } = runAs({
      self,
      displayName: `PubSub ${claim.namespace}/${claim.name} in ${environment.name}`,
      workloadPool,
      subject: `${claim.namespace}/${name('account')}`,
      trusted: observed.trust,
      given,
      found: required.given,
      existing: rights.map((each) => each?.spec.forProvider.member),
    });
    const place = { plan: decided, gcp: environment.gcp, region, self, member };
    const produced = access.includes('produce') ? topics : [];
    const consumed = access.includes('consume') ? topics : [];
    return {
      resources: {
        component: decided.dapr
          ? component(
              {
                // Without a key of an account, Dapr is who its pod is.
                type: 'pubsub.gcp.pubsub',
                version: 'v1',
                apps,
                metadata: { projectID: project, consumerID: consumer, disableEntityManagement: 'true' },
              },
              ['trust', 'publishing', 'consuming'],
            )
          : none('no Dapr here'),
        topic: lettingGo(
          byTopic(topics, (wanted) => broker.topic(place, wanted)),
          { model: Topic, existing: observed.topic, last: keptOrDeleted(decided) },
        ),
        subscription: lettingGo(
          byTopic(subscribed, (wanted) => broker.subscription(place, wanted)),
          { model: Subscription, existing: observed.subscription, last: keptOrDeleted(decided) },
        ),
        ...resources,
        publishing: byTopic(produced, (wanted) => broker.publishing(place, wanted)),
        consuming: byTopic(consumed, (wanted) => broker.consuming(place, wanted)),
        alarm: Object.assign(
          {},
          ...subscribed.map((wanted) =>
            alerts(
              { ...broker.watched(place, wanted), claim, links: decided.links, existing: observed.alarm },
              subscriptionAlarms(decided, wanted),
            ),
          ),
        ) as ReturnType<typeof alerts>,
      },
      secret: {
        provider: 'google-pubsub',
        topics: JSON.stringify(byTopic(topics, (wanted) => broker.topicID(place, wanted))),
        subscriptions: JSON.stringify(byTopic(consumed, (wanted) => broker.subscriptionID(place, wanted))),
        region,
      },
      status: pubSubStatus(decided, {
        component: name('component'),
        serviceAccount: given ?? (observed.account && name('account')),
        // Its topics keep messages too.
        got: ({ retentionHours: hours }) => ({ hours }),
      }),
    };
  },
);
