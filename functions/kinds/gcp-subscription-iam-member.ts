/** Who may consume from a subscription is ready when Google knows it. */
import { composed, managed } from 'planesmith/authoring';
import { SubscriptionIAMMember as Model } from '../models/pubsub.gcp.m.upbound.io/v1beta1/subscription-iam-member.ts';

export type SubscriptionIAMMember = Model;
export const SubscriptionIAMMember = composed(Model, { ready: managed });
