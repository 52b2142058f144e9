/** The versioning settings of an S3 bucket are ready when AWS has them. */
import { composed, ready } from 'planesmith/authoring';
import { BucketVersioning as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-versioning.ts';
import { ruledOut } from './ruled-out.ts';

export type BucketVersioning = Model;
export const BucketVersioning = composed(Model, {
  concerns: ruledOut('it says which versions stay, and its bucket is judged'),
  // terraform-provider-aws@30ff468c8d internal/service/s3/bucket_versioning.go:44-50;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.bucket', 'spec.forProvider.expectedBucketOwner', 'spec.forProvider.region'],
  ready: ready.managed,
});
