/** A Service Bus subscription is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { Subscription as Model } from '../models/servicebus.azure.m.upbound.io/v1beta1/subscription.ts';
import { ruledOut } from './ruled-out.ts';

export type Subscription = Model;
export const Subscription = composed(Model, {
  // terraform-provider-azurerm@v4.80.0 internal/services/servicebus/servicebus_subscription_resource.go:65-157
  immutable: [
    'spec.forProvider.clientScopedSubscription.clientId',
    'spec.forProvider.clientScopedSubscription.isClientScopedSubscriptionShareable',
    'spec.forProvider.requiresSession',
    'spec.forProvider.topicId',
    'spec.forProvider.topicIdRef.name',
  ],
  ready: ready.managed,
  concerns: {
    ...ruledOut('its namespace is judged, which keeps the messages and takes the connections'),
    monitoring: 'needs',
  },
});
