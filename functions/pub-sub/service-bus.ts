/** Topics on Azure: the claim's own Service Bus namespace, with subscriptions to each topic. */
import { Incapable, type WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { ServiceBusNamespace } from '../kinds/azure-service-bus-namespace.ts';
import { Subscription as BusSubscription } from '../kinds/azure-service-bus-subscription.ts';
import { Topic as BusTopic } from '../kinds/azure-service-bus-topic.ts';
import type { PubSubPlan } from './plan.ts';
import type { Subscription, Topic } from './topics.ts';

export interface Place {
  readonly plan: PubSubPlan;
  readonly azure: WithSections<Environment, 'azure.messages'>['azure'];
  readonly record: {
    readonly region: string;
    readonly group: string;
    readonly accountID: string;
    readonly broker: string;
    readonly product: string;
  };
  readonly existing: ServiceBusNamespace | undefined;
}

/** The id of the broker, which role assignments need. */
export const brokerID = ({ record: { accountID, group, broker: name } }: Place) =>
  `/subscriptions/${accountID}/resourceGroups/${group}/providers/Microsoft.ServiceBus/namespaces/${name}`;

/** The address of the broker. */
export const hostOf = ({ record }: Place) => `${record.broker}.servicebus.windows.net`;

/** The broker. It accepts identities only, no passwords. */
export function broker(place: Place) {
  const { plan, azure } = place;
  const { region: location, group, broker: name, product: sku } = place.record;
  return ServiceBusNamespace({
    metadata: externalName(name),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      forProvider: {
        location,
        resourceGroupName: group,
        sku,
        localAuthEnabled: false,
        // The environment's subnets use the public address. Only a Premium broker can refuse other clients.
        publicNetworkAccessEnabled: true,
        ...(sku === 'Premium' && { ...oneUnit, networkRuleSet: rulesOf(place) }),
      },
    },
  });
}

/** The smallest Premium broker. */
const oneUnit = { capacity: 1, premiumMessagingPartitions: 1 };

/**
 * The rules that let the environment's subnets in. Without rules Azure lets everybody in, so existing rules stay if the environment no longer
 * names subnets.
 */
function rulesOf({ azure, existing }: Place) {
  const previous = existing?.spec.forProvider.networkRuleSet;
  if (azure.clientSubnetIDs !== undefined) return onlyFrom(azure.clientSubnetIDs);
  if (previous !== undefined) return previous;
  throw new Incapable(
    'data.azure.clientSubnetIDs is missing, and a Premium broker must be told whom to let in; the platform team must complete the EnvironmentConfig',
  );
}

function onlyFrom(subnetIDs: readonly string[]) {
  return {
    defaultAction: 'Deny',
    publicNetworkAccessEnabled: true,
    trustedServicesAllowed: false,
    networkRules: subnetIDs.map((subnetId) => ({ subnetId, ignoreMissingVnetServiceEndpoint: false })),
  };
}

/** Azure's own default, which its provider would turn off. */
const batched = { batchedOperationsEnabled: true };

/** A topic in the composed broker of that name. */
export function topic({ plan, azure }: Place, { name, retentionHours }: Topic, brokerName: string) {
  return BusTopic({
    metadata: externalName(name),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      forProvider: { ...batched, namespaceIdRef: { name: brokerName }, defaultMessageTtl: duration(retentionHours) },
    },
  });
}

/** A subscription to the composed topic of that name. */
export function subscription({ plan, azure }: Place, { consumer, topic }: Subscription, topicName: string) {
  return BusSubscription({
    metadata: externalName(consumer),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      forProvider: {
        ...batched,
        topicIdRef: { name: topicName },
        defaultMessageTtl: duration(topic.retentionHours),
        // Messages that are refused so often, or expire, are dead-lettered, and an alarm reports them.
        maxDeliveryCount: 10,
        deadLetteringOnMessageExpiration: true,
      },
    },
  });
}

/** The duration in the form that Azure returns: P1DT12H, not PT36H. */
function duration(hours: number): string {
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  return `P${days > 0 ? `${days}D` : ''}${rest > 0 ? `T${rest}H` : ''}`;
}

/** The facts about the broker that its alarms need. */
export function watchedBroker({ azure, record: { group, broker: name }, existing }: Place) {
  const type = 'Microsoft.ServiceBus/namespaces';
  return { azure, identity: name, group, type, id: existing?.status?.atProvider?.id };
}
