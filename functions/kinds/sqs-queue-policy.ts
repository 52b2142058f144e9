/** The policy of an SQS queue, which says who may use it, is ready when AWS has it. */
import { composed, holds, ready } from 'planesmith/authoring';
import { whyNotEncrypted } from './encrypted-transport.ts';
import { QueuePolicy as Model } from '../models/sqs.aws.m.upbound.io/v1beta1/queue-policy.ts';

export type QueuePolicy = Model;
export const QueuePolicy = composed(Model, {
  concerns: { tls: ({ spec }) => whyNotEncrypted('sqs', spec.forProvider.policy) ?? holds },
  ready: ready.managed,
});
