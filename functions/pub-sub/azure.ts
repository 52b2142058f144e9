/** PubSub on Azure: a broker of the claim's own, its topics, a subscription to each, and an identity that may use nothing else. */
import { each, main, none, target } from 'planesmith/authoring';
import { alerts } from '../alarms/azure.ts';
import { right, subscriptionIn } from '../cloud/azure/rights.ts';
import { runAs } from '../cloud/azure/run-as.ts';
import { component } from '../cluster/dapr-component.ts';
import { requiresAccount } from '../cloud/account.ts';
import { keptOrDeleted, lettingGo } from '../cloud/last-update.ts';
import { FederatedIdentityCredential } from '../kinds/azure-federated-identity-credential.ts';
import { MonitorMetricAlert } from '../kinds/azure-metric-alert.ts';
import { RoleAssignment } from '../kinds/azure-role-assignment.ts';
import { ServiceBusNamespace } from '../kinds/azure-service-bus-namespace.ts';
import { Subscription } from '../kinds/azure-service-bus-subscription.ts';
import { Topic } from '../kinds/azure-service-bus-topic.ts';
import { UserAssignedIdentity } from '../kinds/azure-user-assigned-identity.ts';
import { Component } from '../kinds/dapr-component.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { kafkaKeys, queueKeys } from './keys.ts';
import { plan } from './plan.ts';
import { serviceBusAlarms } from './alarms.ts';
import * as bus from './service-bus.ts';
import { pubSubStatus } from './status.ts';
import { byTopic, consumer, namesOf } from './topics.ts';

export const azure = target(
  plan,
  {
    needs: ['azure.messages', 'azure.oidcIssuer', 'azure.subscriptionID'],
    lacks: ['region', ...kafkaKeys, ...queueKeys],
    resources: {
      component: main(Component),
      broker: ServiceBusNamespace,
      topic: each(Topic),
      subscription: each(Subscription),
      account: ServiceAccount,
      identity: UserAssignedIdentity,
      trust: FederatedIdentityCredential,
      sending: RoleAssignment,
      receiving: RoleAssignment,
      alarm: each(MonitorMetricAlert),
    },
    requires: requiresAccount,
    recover: ({ broker, topic, subscription, identity: existing, sending, receiving }) => ({
      topics: namesOf(topic),
      subscribed: Object.keys(subscription),
      broker: broker?.metadata?.annotations?.['crossplane.io/external-name'],
      product: broker?.spec.forProvider.sku,
      user: existing?.spec.forProvider.name,
      region: broker?.spec.forProvider.location ?? existing?.spec.forProvider.location,
      group: broker?.spec.forProvider.resourceGroupName ?? existing?.spec.forProvider.resourceGroupName,
      accountID: subscriptionIn((sending ?? receiving)?.spec.forProvider.scope),
    }),
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { azure: facts } = environment;
    const { topics, subscribed, access, apps, record } = decided;
    const { broker = '', user: id, region: location = facts.location, group = facts.resourceGroup } = record;
    const { accountID: subscriptionID = facts.subscriptionID } = record;
    const place = {
      plan: decided,
      azure: facts,
      location,
      group,
      subscriptionID,
      name: broker,
      existing: observed.broker,
    };
    const self = { azure: facts, location, group, id, existing: observed.identity };
    const consumed = access.includes('consume') ? topics : [];
    const given = decided.serviceAccount;
    const { principal, resources } = runAs({
      self,
      identityName: name('identity'),
      subject: `${claim.namespace}:${name('account')}`,
      account: observed.account,
      given,
      found: required.given,
      existing: [observed.sending, observed.receiving].map((each) => each?.spec.forProvider.principalId),
    });
    const may = (role: 'Sender' | 'Receiver', existing: RoleAssignment | undefined) =>
      right(
        self,
        {
          role: `Azure Service Bus Data ${role}`,
          scope: bus.brokerID(place),
          existing,
          principal,
        },
        ['identity', 'broker'],
      );
    return {
      resources: {
        component: decided.dapr
          ? component(
              {
                // Dapr takes the identity that its pod has (components-contrib v1.18.4 common/authentication/azure/auth.go).
                type: 'pubsub.azure.servicebus.topics',
                version: 'v1',
                apps,
                metadata: { namespaceName: bus.hostOf(place), consumerID: consumer, disableEntityManagement: 'true' },
              },
              ['trust', 'topic', 'subscription', 'sending', 'receiving'],
            )
          : none('no Dapr here'),
        broker: bus.broker(place),
        topic: lettingGo(
          byTopic(topics, (wanted) => bus.topic(place, wanted, name('broker'))),
          { model: Topic, existing: observed.topic, last: keptOrDeleted(decided) },
        ),
        subscription: lettingGo(
          byTopic(subscribed, (wanted) => bus.subscription(place, wanted, name('topic', wanted.key))),
          { model: Subscription, existing: observed.subscription, last: keptOrDeleted(decided) },
        ),
        ...resources,
        sending: access.includes('produce') ? may('Sender', observed.sending) : none('it only consumes'),
        receiving: access.includes('consume') ? may('Receiver', observed.receiving) : none('it only produces'),
        alarm: alerts(
          { ...bus.watched(place), claim, links: decided.links, existing: observed.alarm },
          serviceBusAlarms(decided, facts.messages.usualBacklog),
        ),
      },
      secret: {
        provider: 'azure-service-bus',
        topics: JSON.stringify(record.topics),
        subscriptions: JSON.stringify(byTopic(consumed, () => consumer)),
        host: bus.hostOf(place),
      },
      status: pubSubStatus(decided, {
        component: name('component'),
        serviceAccount: given ?? (observed.account && name('account')),
        got: (topic) => ({ hours: decided.subscribed.includes(topic) ? topic.retentionHours : undefined }),
      }),
    };
  },
);
