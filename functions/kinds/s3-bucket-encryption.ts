/** The encryption settings of an S3 bucket are ready when AWS has them. */
import { composed, ready } from 'planesmith/authoring';
import { BucketServerSideEncryptionConfiguration as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-server-side-encryption-configuration.ts';

export type BucketServerSideEncryptionConfiguration = Model;
export const BucketServerSideEncryptionConfiguration = composed(Model, {
  ready: ready.managed,
  concerns: { encryption: 'gives' },
});
