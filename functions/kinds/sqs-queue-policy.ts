/** The policy of an SQS queue, which says who may use it, is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { whyNotEncrypted } from './encrypted-transport.ts';
import { QueuePolicy as Model } from '../models/sqs.aws.m.upbound.io/v1beta1/queue-policy.ts';
import { ruledOut } from './ruled-out.ts';

export type QueuePolicy = Model;
export const QueuePolicy = composed(Model, {
  concerns: {
    ...ruledOut('it is a setting of a queue, which is judged'),
    tls: ({ spec }) => whyNotEncrypted('sqs', spec.forProvider.policy) ?? 'gives',
  },
  ready: ready.managed,
});
