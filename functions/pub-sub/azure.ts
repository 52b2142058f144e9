/** PubSub on Azure: the claim's own broker, topics with a subscription each, and an identity that may use only these. */
import { main, none, perItem, resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { alarms } from '../alarms/azure.ts';
import { roleAssignment, subscriptionIn } from '../cloud/azure/rights.ts';
import { runAs, runAsKinds } from '../cloud/azure/run-as.ts';
import { component } from '../cluster/dapr-component.ts';
import { requiresAccount } from '../cloud/account.ts';
import { lastPolicies, withLastUpdates } from '../cloud/last-update.ts';
import { azurePlace } from '../cloud/placement.ts';
import { publicName } from '../cloud/public-name.ts';
import { MonitorMetricAlert } from '../kinds/azure-metric-alert.ts';
import { RoleAssignment } from '../kinds/azure-role-assignment.ts';
import { ServiceBusNamespace } from '../kinds/azure-service-bus-namespace.ts';
import { Subscription } from '../kinds/azure-service-bus-subscription.ts';
import { Topic } from '../kinds/azure-service-bus-topic.ts';
import { Component } from '../kinds/dapr-component.ts';
import { absentKeys, consumingKeys, kafkaKeys, queueKeys } from './keys.ts';
import { subscribedOf } from './layout.ts';
import { pubSubPlanner } from './plan.ts';
import { serviceBusAlarms } from './alarms.ts';
import * as bus from './service-bus.ts';
import { pubSubStatus } from './status.ts';
import { bySubscription, byTopic, daprConsumer, keeps, namesOf, sharedOnes } from './topics.ts';

export const azure = target(
  pubSubPlanner,
  {
    environment: ['azure.messages', 'azure.oidcIssuer', 'azure.subscriptionID'],
    ignores: { 'spec.topics.*.partitions': 'consumers of one subscription share its messages' },
    resources: {
      component: main(Component, { after: ['trust', 'topic', 'subscription', 'sending', 'receiving'] }),
      broker: ServiceBusNamespace,
      topic: perItem(Topic, { after: ['broker'] }),
      subscription: perItem(Subscription, { after: ['topic'] }),
      ...runAsKinds,
      sending: resource(RoleAssignment, { after: ['identity', 'broker'] }),
      receiving: resource(RoleAssignment, { after: ['identity', 'broker'] }),
      alarm: perItem(MonitorMetricAlert, { after: ['broker'] }),
    },
    record: {
      decide: {
        subscribed: { revise: ({ plan, recorded }) => subscribedOf(plan, recorded) },
        user: ({ cloudName }) => cloudName('user'),
        // Names are unique among all customers of Azure.
        broker: ({ environment, cloudName }) =>
          publicName({
            cloud: 'azure',
            prefix: environment.azure.messages.namePrefix,
            key: 'broker',
            maxLength: 50,
            cloudName,
          }),
        product: ({ environment }) => environment.azure.messages.sku,
        ...azurePlace,
        accountID: ({ environment }) => environment.azure.subscriptionID,
      },
      recover: ({ broker, topic, subscription, identity: existing, sending, receiving }) => ({
        topics: namesOf(topic),
        subscribed: sharedOnes(subscription),
        broker: broker?.metadata?.annotations?.['crossplane.io/external-name'],
        product: broker?.spec.forProvider.sku,
        user: existing?.spec.forProvider.name,
        region: broker?.spec.forProvider.location ?? existing?.spec.forProvider.location,
        group: broker?.spec.forProvider.resourceGroupName ?? existing?.spec.forProvider.resourceGroupName,
        accountID: subscriptionIn((sending ?? receiving)?.spec.forProvider.scope),
      }),
    },
    reads: requiresAccount,
  },
  ({ claim, plan, record, environment, observed, reads, name }) => {
    const { azure: facts } = environment;
    const { topics, subscriptions, read, access, apps } = plan;
    const { user: id, region: location, group } = record;
    const place = { plan, record, azure: facts, existing: observed.broker };
    const self = { apiGroup: claim.group, azure: facts, location, group, id, existing: observed.identity };
    const { serviceAccount } = plan;
    const { principal, resources } = runAs({
      self,
      identityName: name('identity'),
      subject: `${claim.namespace}:${name('account')}`,
      account: observed.account,
      serviceAccount,
      foundAccount: reads.serviceAccount,
      existing: [observed.sending, observed.receiving].map((right) => right?.spec.forProvider.principalId),
    });
    const brokerRight = (role: 'Sender' | 'Receiver', existing: RoleAssignment | undefined) =>
      roleAssignment(self, {
        role: `Azure Service Bus Data ${role}`,
        scope: bus.brokerID(place),
        existing,
        principal,
      });
    return {
      resources: {
        component: plan.dapr
          ? component({
              // Dapr uses the identity of its pod (components-contrib v1.18.4 common/authentication/azure/auth.go).
              type: 'pubsub.azure.servicebus.topics',
              version: 'v1',
              apps,
              metadata: {
                namespaceName: bus.hostOf(place),
                consumerID: daprConsumer(plan),
                disableEntityManagement: 'true',
              },
            })
          : none('the claim does not use Dapr'),
        broker: bus.broker(place),
        topic: withLastUpdates(
          byTopic(topics, (topic) => bus.topic(place, topic, name('broker'))),
          { model: Topic, existing: observed.topic, last: lastPolicies(plan) },
        ),
        subscription: withLastUpdates(
          bySubscription(subscriptions, (wanted) => bus.subscription(place, wanted, name('topic', wanted.topic.key))),
          { model: Subscription, existing: observed.subscription, last: lastPolicies(plan) },
        ),
        ...resources,
        sending: access.includes('produce') ? brokerRight('Sender', observed.sending) : none('the claim only consumes'),
        receiving: access.includes('consume')
          ? brokerRight('Receiver', observed.receiving)
          : none('the claim only produces'),
        alarm: alarms(
          { ...bus.watchedBroker(place), claim, links: plan.links, existing: observed.alarm },
          serviceBusAlarms(plan, facts.messages.usualBacklog),
        ),
      },
      secret: {
        provider: 'azure-service-bus',
        topics: JSON.stringify(record.topics),
        ...consumingKeys(read, ({ consumer }) => consumer),
        host: bus.hostOf(place),
        ...absentKeys('region', ...kafkaKeys, ...queueKeys),
      },
      status: pubSubStatus(plan, record, {
        component: name('component'),
        serviceAccount: serviceAccount ?? (observed.account && name('account')),
        effectiveOf: (topic) => ({
          hours: keeps(plan, topic) ? topic.retentionHours : undefined,
        }),
      }),
    };
  },
);
