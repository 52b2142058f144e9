/** An SQS queue is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { Queue as Model } from '../models/sqs.aws.m.upbound.io/v1beta1/queue.ts';

export type Queue = Model;
export const Queue = composed(Model, {
  ready: ready.managed,
  concerns: { encryption: { spec: { forProvider: { sqsManagedSseEnabled: true } } } },
});
