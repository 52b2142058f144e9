/** A Pub/Sub subscription is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { Subscription as Model } from '../models/pubsub.gcp.m.upbound.io/v1beta1/subscription.ts';
import { ruledOut } from './ruled-out.ts';

export type Subscription = Model;
export const Subscription = composed(Model, {
  ready: ready.managed,
  concerns: { ...ruledOut('its topic is judged'), monitoring: 'needs' },
});
