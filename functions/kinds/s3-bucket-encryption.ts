/** The encryption settings of an S3 bucket are ready when AWS has them. */
import { composed, ready } from 'planesmith/authoring';
import { BucketServerSideEncryptionConfiguration as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-server-side-encryption-configuration.ts';
import { ruledOut } from './ruled-out.ts';

export type BucketServerSideEncryptionConfiguration = Model;
export const BucketServerSideEncryptionConfiguration = composed(Model, {
  // terraform-provider-aws@30ff468c8d internal/service/s3/bucket_server_side_encryption_configuration.go:40-46;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.bucket', 'spec.forProvider.expectedBucketOwner', 'spec.forProvider.region'],
  ready: ready.managed,
  concerns: { ...ruledOut('it is a setting of a bucket, which is judged'), encryption: 'gives' },
});
