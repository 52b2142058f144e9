/** A Pub/Sub topic is ready when Google has it. */
import { composed, holds, ready } from 'planesmith/authoring';
import { Topic as Model } from '../models/pubsub.gcp.m.upbound.io/v1beta1/topic.ts';

export type Topic = Model;
export const Topic = composed(Model, {
  // Google encrypts all stored data; no field asks for it.
  concerns: { encryption: holds },
  ready: ready.managed,
});
