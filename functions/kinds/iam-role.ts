/** An IAM role is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { Role as Model } from '../models/iam.aws.m.upbound.io/v1beta1/role.ts';
import { ruledOut } from './ruled-out.ts';

export type Role = Model;
export const Role = composed(Model, {
  concerns: ruledOut('it is an identity, and holds no data'),
  // terraform-provider-aws@30ff468c8d internal/service/iam/role.go:143-159
  immutable: ['spec.forProvider.path'],
  ready: ready.managed,
});
