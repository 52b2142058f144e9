/** Who may use a topic is ready when Google knows it. */
import { composed, managed } from 'planesmith/authoring';
import { TopicIAMMember as Model } from '../models/pubsub.gcp.m.upbound.io/v1beta1/topic-iam-member.ts';

export type TopicIAMMember = Model;
export const TopicIAMMember = composed(Model, { ready: managed });
