/**
 * A namespace of Service Bus is ready when Azure has it. Only Premium can refuse the internet
 * (learn.microsoft.com/azure/service-bus-messaging/network-security); Standard lets in from everywhere whom it knows.
 */
import { composed, managed } from 'planesmith/authoring';
import { ServiceBusNamespace as Model } from '../models/servicebus.azure.m.upbound.io/v1beta1/service-bus-namespace.ts';

export type ServiceBusNamespace = Model;
export const ServiceBusNamespace = composed(Model, {
  concerns: {
    // Azure encrypts whatever it stores; nothing has to be asked for.
    encryption: {},
    tls: { spec: { forProvider: { minimumTlsVersion: '1.2' } } },
    private: ({ spec }) =>
      spec.forProvider.sku === 'Premium'
        ? { spec: { forProvider: { networkRuleSet: { defaultAction: 'Deny' } } } }
        : 'its SKU has no network rules, so that whoever it knows may come from anywhere',
  },
  ready: managed,
});
