/** A Service Bus subscription is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { Subscription as Model } from '../models/servicebus.azure.m.upbound.io/v1beta1/subscription.ts';
import { ruledOut } from './ruled-out.ts';

export type Subscription = Model;
export const Subscription = composed(Model, {
  ready: ready.managed,
  concerns: {
    ...ruledOut('its namespace is judged, which keeps the messages and takes the connections'),
    monitoring: 'needs',
  },
});
