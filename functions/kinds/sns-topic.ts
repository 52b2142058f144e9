/** An SNS topic is ready when AWS has it. */
import { composed, managed } from 'planesmith/authoring';
import { Topic as Model } from '../models/sns.aws.m.upbound.io/v1beta1/topic.ts';

export type Topic = Model;
export const Topic = composed(Model, { ready: managed });
