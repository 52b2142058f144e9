/** An access key of an IAM user is ready when AWS has created it. */
import { composed, ready } from 'planesmith/authoring';
import { AccessKey as Model } from '../models/iam.aws.m.upbound.io/v1beta1/access-key.ts';
import { ruledOut } from './ruled-out.ts';

export type AccessKey = Model;
export const AccessKey = composed(Model, {
  concerns: ruledOut('it is a login, and holds no data'),
  // terraform-provider-aws@30ff468c8d internal/service/iam/access_key.go:79-101
  immutable: ['spec.forProvider.pgpKey', 'spec.forProvider.user'],
  ready: ready.managed,
});
