/** The policy of an S3 bucket is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { whyNotEncrypted } from './encrypted-transport.ts';
import { BucketPolicy as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-policy.ts';
import { ruledOut } from './ruled-out.ts';

export type BucketPolicy = Model;
export const BucketPolicy = composed(Model, {
  concerns: {
    ...ruledOut('it is a setting of a bucket, which is judged'),
    tls: ({ spec }) => whyNotEncrypted('s3', spec.forProvider.policy) ?? 'gives',
  },
  // terraform-provider-aws@30ff468c8d internal/service/s3/bucket_policy.go:40; region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.bucket', 'spec.forProvider.region'],
  ready: ready.managed,
});
