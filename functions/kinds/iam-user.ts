/** An IAM user is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { User as Model } from '../models/iam.aws.m.upbound.io/v1beta1/user.ts';
import { ruledOut } from './ruled-out.ts';

export type User = Model;
export const User = composed(Model, {
  concerns: ruledOut('it is an identity, and holds no data'),
  // terraform-provider-aws@30ff468c8d internal/service/iam/user.go has no `ForceNew`
  immutable: [],
  ready: ready.managed,
});
