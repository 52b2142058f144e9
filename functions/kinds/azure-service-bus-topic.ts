/** A Service Bus topic is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { Topic as Model } from '../models/servicebus.azure.m.upbound.io/v1beta1/topic.ts';
import { ruledOut } from './ruled-out.ts';

export type Topic = Model;
export const Topic = composed(Model, {
  concerns: ruledOut('its namespace is judged, which keeps the messages and takes the connections'),
  // terraform-provider-azurerm@v4.80.0 internal/services/servicebus/servicebus_topic_resource.go:59-129
  immutable: [
    'spec.forProvider.namespaceId',
    'spec.forProvider.namespaceIdRef.name',
    'spec.forProvider.partitioningEnabled',
    'spec.forProvider.requiresDuplicateDetection',
  ],
  ready: ready.managed,
});
