/** A Service Bus topic is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { Topic as Model } from '../models/servicebus.azure.m.upbound.io/v1beta1/topic.ts';
import { ruledOut } from './ruled-out.ts';

export type Topic = Model;
export const Topic = composed(Model, {
  concerns: ruledOut('its namespace is judged, which keeps the messages and takes the connections'),
  ready: ready.managed,
});
