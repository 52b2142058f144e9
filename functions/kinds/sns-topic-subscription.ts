/** A subscription is ready when AWS has it: one of a queue needs nobody's confirmation. */
import { composed, managed } from 'planesmith/authoring';
import { TopicSubscription as Model } from '../models/sns.aws.m.upbound.io/v1beta1/topic-subscription.ts';

export type TopicSubscription = Model;
export const TopicSubscription = composed(Model, {
  ready: managed,
  // What is delivered piles up where nobody takes it; a queue into which nothing comes need not be watched.
  concerns: { monitoring: 'needs' },
});
