/** An SNS topic is ready when AWS has it. */
import { composed, holds, ready } from 'planesmith/authoring';
import { whyNotEncrypted } from './encrypted-transport.ts';
import { Topic as Model } from '../models/sns.aws.m.upbound.io/v1beta1/topic.ts';

export type Topic = Model;
export const Topic = composed(Model, {
  concerns: { tls: ({ spec }) => whyNotEncrypted('sns', spec.forProvider.policy) ?? holds },
  ready: ready.managed,
});
