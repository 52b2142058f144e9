/** The public access block of an S3 bucket is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { BucketPublicAccessBlock as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-public-access-block.ts';
import { ruledOut } from './ruled-out.ts';

export type BucketPublicAccessBlock = Model;
export const BucketPublicAccessBlock = composed(Model, {
  // terraform-provider-aws@30ff468c8d internal/service/s3/bucket_public_access_block.go:48;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.bucket', 'spec.forProvider.region'],
  ready: ready.managed,
  concerns: { ...ruledOut('it is a setting of a bucket, which is judged'), private: 'gives' },
});
