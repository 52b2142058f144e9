/** An IAM policy is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { Policy as Model } from '../models/iam.aws.m.upbound.io/v1beta1/policy.ts';
import { ruledOut } from './ruled-out.ts';

export type Policy = Model;
export const Policy = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-aws@30ff468c8d internal/service/iam/policy.go:56-79
  immutable: ['spec.forProvider.description', 'spec.forProvider.path'],
  ready: ready.managed,
});
