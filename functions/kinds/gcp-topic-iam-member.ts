/** An IAM member, which gives one account a role on a Pub/Sub topic, is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { TopicIAMMember as Model } from '../models/pubsub.gcp.m.upbound.io/v1beta1/topic-iam-member.ts';
import { ruledOut } from './ruled-out.ts';

export type TopicIAMMember = Model;
export const TopicIAMMember = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-google@v7.39.0 google/tpgiamresource/resource_iam_member.go:67-98,
  // google/services/pubsub/iam_pubsub_topic.go:76-81
  immutable: [
    'spec.forProvider.condition',
    'spec.forProvider.member',
    'spec.forProvider.project',
    'spec.forProvider.role',
    'spec.forProvider.topic',
  ],
  ready: ready.managed,
});
