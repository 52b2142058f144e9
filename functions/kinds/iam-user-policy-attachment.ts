/** A policy attachment is ready when AWS has attached the policy to the IAM user. */
import { composed, ready } from 'planesmith/authoring';
import { UserPolicyAttachment as Model } from '../models/iam.aws.m.upbound.io/v1beta1/user-policy-attachment.ts';
import { ruledOut } from './ruled-out.ts';

export type UserPolicyAttachment = Model;
export const UserPolicyAttachment = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-aws@30ff468c8d internal/service/iam/user_policy_attachment.go:41-46
  immutable: ['spec.forProvider.policyArn', 'spec.forProvider.policyArnRef.name', 'spec.forProvider.user'],
  ready: ready.managed,
});
