/** An IAM member, which gives one account a role on a Cloud Storage bucket, is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { BucketIAMMember as Model } from '../models/storage.gcp.m.upbound.io/v1beta1/bucket-iam-member.ts';
import { ruledOut } from './ruled-out.ts';

export type BucketIAMMember = Model;
export const BucketIAMMember = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-google@v7.39.0 google/tpgiamresource/resource_iam_member.go:67-98,
  // google/services/storage/iam_storage_bucket.go:36
  immutable: [
    'spec.forProvider.bucket',
    'spec.forProvider.condition',
    'spec.forProvider.member',
    'spec.forProvider.role',
  ],
  ready: ready.managed,
});
