/** The lifecycle rules of an S3 bucket are ready when AWS has them. */
import { composed, ready } from 'planesmith/authoring';
import { BucketLifecycleConfiguration as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-lifecycle-configuration.ts';
import { ruledOut } from './ruled-out.ts';

export type BucketLifecycleConfiguration = Model;
export const BucketLifecycleConfiguration = composed(Model, {
  concerns: ruledOut('it says when objects expire, and its bucket is judged'),
  // terraform-provider-aws@30ff468c8d internal/service/s3/bucket_lifecycle_configuration.go:52-58;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.bucket', 'spec.forProvider.expectedBucketOwner', 'spec.forProvider.region'],
  ready: ready.managed,
});
