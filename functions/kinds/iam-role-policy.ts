/** An inline policy of an IAM role is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { RolePolicy as Model } from '../models/iam.aws.m.upbound.io/v1beta1/role-policy.ts';
import { ruledOut } from './ruled-out.ts';

export type RolePolicy = Model;
export const RolePolicy = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-aws@30ff468c8d internal/service/iam/role_policy.go:49-75
  immutable: ['spec.forProvider.role', 'spec.forProvider.roleRef.name'],
  ready: ready.managed,
});
