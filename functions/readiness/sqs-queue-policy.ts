/** Who may use a queue is in force when AWS has it. */
import { composed, managed } from 'planesmith/runtime';
import { QueuePolicy as Model } from '../models/sqs.aws.m.upbound.io/v1beta1/queue-policy.ts';

export type QueuePolicy = Model;
export const QueuePolicy = composed(Model, { ready: managed });
