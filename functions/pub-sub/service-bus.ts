/** Topics on Azure: a Service Bus of the claim's own, with one subscription to each topic. */
import { Incapable, type WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { ServiceBusNamespace } from '../kinds/azure-service-bus-namespace.ts';
import { Subscription } from '../kinds/azure-service-bus-subscription.ts';
import { Topic as BusTopic } from '../kinds/azure-service-bus-topic.ts';
import type { PubSubPlan } from './plan.ts';
import { consumer, type Topic } from './topics.ts';

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

/** The id of the broker, of which rights are said. */
export const brokerID = ({ record: { accountID, group, broker: name } }: Place) =>
  `/subscriptions/${accountID}/resourceGroups/${group}/providers/Microsoft.ServiceBus/namespaces/${name}`;

/** Where the broker is reached. */
export const hostOf = ({ record }: Place) => `${record.broker}.servicebus.windows.net`;

/** The broker, which knows identities alone and no passwords. */
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
        // The subnets come through its public address, which refuses all others where it can.
        publicNetworkAccessEnabled: true,
        ...(sku === 'Premium' && { ...oneUnit, networkRuleSet: rulesOf(place) }),
      },
    },
  });
}

/** The least that Azure sells of Premium. */
const oneUnit = { capacity: 1, premiumMessagingPartitions: 1 };

/** Without a rule Azure lets everybody in, so those that exist stay where the environment no longer says whom to let in. */
function rulesOf({ azure, existing }: Place) {
  const before = existing?.spec.forProvider.networkRuleSet;
  if (azure.clientSubnetIDs !== undefined) return onlyFrom(azure.clientSubnetIDs);
  if (before !== undefined) return before;
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

/** As Azure works unless told otherwise; its provider tells it otherwise unless told so. */
const batched = { batchedOperationsEnabled: true };

/** One topic in the broker that is composed under that name. */
export function topic({ plan, azure }: Place, { name, retentionHours }: Topic, brokerName: string) {
  return BusTopic({
    metadata: externalName(name),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      forProvider: { ...batched, namespaceIdRef: { name: brokerName }, defaultMessageTtl: duration(retentionHours) },
    },
  });
}

/** What waits for the application of the topic that is composed under that name. */
export function subscription({ plan, azure }: Place, { retentionHours }: Topic, topicName: string) {
  return Subscription({
    metadata: externalName(consumer),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      forProvider: {
        ...batched,
        topicIdRef: { name: topicName },
        defaultMessageTtl: duration(retentionHours),
        // What was refused so often, or not taken in time, is put aside: somebody is called about that.
        maxDeliveryCount: 10,
        deadLetteringOnMessageExpiration: true,
      },
    },
  });
}

/** As Azure repeats it: P1DT12H, not PT36H. */
function duration(hours: number): string {
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  return `P${days > 0 ? `${days}D` : ''}${rest > 0 ? `T${rest}H` : ''}`;
}

/** What Azure Monitor must know to watch the broker. */
export function watched({ azure, record: { group, broker: name }, existing }: Place) {
  const type = 'Microsoft.ServiceBus/namespaces';
  return { azure, identity: name, group, type, id: existing?.status?.atProvider?.id };
}
