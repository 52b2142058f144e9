/** A Pub/Sub topic is ready when Google has it. */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { Topic as Model } from '../models/pubsub.gcp.m.upbound.io/v1beta1/topic.ts';
import { noPods, nothingToKeep } from './ruled-out.ts';

export type Topic = Model;
export const Topic = composed(Model, {
  // Google encrypts all stored data; no field asks for it.
  concerns: {
    ...noPods(),
    // Google's APIs answer over TLS alone (cloud.google.com/docs/security/encryption-in-transit).
    tls: holds,
    private: none('clients reach it by an API of Google, which asks for rights'),
    ...nothingToKeep('messages are on their way, and no records'),
    monitoring: none('alarms watch its subscriptions'),
    encryption: holds,
  },
  // terraform-provider-google@v7.39.0 google/services/pubsub/resource_pubsub_topic.go:626-654
  immutable: ['spec.forProvider.project', 'spec.forProvider.tags'],
  ready: ready.managed,
});
