/** A Service Bus subscription is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { Subscription as Model } from '../models/servicebus.azure.m.upbound.io/v1beta1/subscription.ts';

export type Subscription = Model;
export const Subscription = composed(Model, { ready: ready.managed, concerns: { monitoring: 'needs' } });
