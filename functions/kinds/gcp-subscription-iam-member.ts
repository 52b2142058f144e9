/** An IAM member, which gives one account a role on a Pub/Sub subscription, is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { SubscriptionIAMMember as Model } from '../models/pubsub.gcp.m.upbound.io/v1beta1/subscription-iam-member.ts';
import { ruledOut } from './ruled-out.ts';

export type SubscriptionIAMMember = Model;
export const SubscriptionIAMMember = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-google@v7.39.0 google/tpgiamresource/resource_iam_member.go:67-98,
  // google/services/pubsub/iam_pubsub_subscription.go:36-43
  immutable: [
    'spec.forProvider.condition',
    'spec.forProvider.member',
    'spec.forProvider.project',
    'spec.forProvider.role',
    'spec.forProvider.subscription',
  ],
  ready: ready.managed,
});
