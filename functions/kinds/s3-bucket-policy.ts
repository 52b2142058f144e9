/** The policy of an S3 bucket is ready when AWS has it. */
import { composed, holds, ready } from 'planesmith/authoring';
import { whyNotEncrypted } from './encrypted-transport.ts';
import { BucketPolicy as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-policy.ts';

export type BucketPolicy = Model;
export const BucketPolicy = composed(Model, {
  concerns: { tls: ({ spec }) => whyNotEncrypted('s3', spec.forProvider.policy) ?? holds },
  ready: ready.managed,
});
