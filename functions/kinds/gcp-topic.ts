/** A topic is ready when Google has it. */
import { composed, managed } from 'planesmith/authoring';
import { Topic as Model } from '../models/pubsub.gcp.m.upbound.io/v1beta1/topic.ts';

export type Topic = Model;
export const Topic = composed(Model, {
  // Google encrypts whatever it stores; nothing has to be asked for.
  concerns: { encryption: {} },
  ready: managed,
});
