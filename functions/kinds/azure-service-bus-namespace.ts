/**
 * A Service Bus namespace is ready when Azure has it.
 *
 * Only the Premium SKU can restrict networks (learn.microsoft.com/azure/service-bus-messaging/network-security). Standard accepts
 * every client with a valid credential, from any address.
 */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { ServiceBusNamespace as Model } from '../models/servicebus.azure.m.upbound.io/v1beta1/service-bus-namespace.ts';
import { noPods, nothingToKeep } from './ruled-out.ts';

export type ServiceBusNamespace = Model;
export const ServiceBusNamespace = composed(Model, {
  concerns: {
    ...noPods(),
    ...nothingToKeep('messages are on their way, and no records'),
    monitoring: none('alarms watch its subscriptions'),
    // Azure encrypts all stored data; no field asks for it.
    encryption: holds,
    tls: { spec: { forProvider: { minimumTlsVersion: '1.2' } } },
    private: ({ spec }) =>
      spec.forProvider.sku === 'Premium'
        ? { spec: { forProvider: { networkRuleSet: { defaultAction: 'Deny' } } } }
        : 'its SKU has no network rules, so clients with a credential can connect from anywhere',
  },
  // The sku cannot change from or to Premium.
  // terraform-provider-azurerm@v4.80.0 internal/services/servicebus/servicebus_namespace_resource.go:103-262;
  // location and group: commonschema of go-azure-helpers
  immutable: [
    'spec.forProvider.customerManagedKey.infrastructureEncryptionEnabled',
    'spec.forProvider.location',
    'spec.forProvider.premiumMessagingPartitions',
    'spec.forProvider.resourceGroupName',
    'spec.forProvider.sku',
  ],
  sizing: ['spec.forProvider.capacity'],
  ready: ready.managed,
});
