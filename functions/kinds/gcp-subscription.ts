/** A Pub/Sub subscription is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { Subscription as Model } from '../models/pubsub.gcp.m.upbound.io/v1beta1/subscription.ts';
import { ruledOut } from './ruled-out.ts';

export type Subscription = Model;
export const Subscription = composed(Model, {
  // terraform-provider-google@v7.39.0 google/services/pubsub/resource_pubsub_subscription.go:184-768
  immutable: [
    'spec.forProvider.enableMessageOrdering',
    'spec.forProvider.filter',
    'spec.forProvider.project',
    'spec.forProvider.tags',
    'spec.forProvider.topic',
  ],
  ready: ready.managed,
  concerns: { ...ruledOut('its topic is judged'), monitoring: 'needs' },
});
