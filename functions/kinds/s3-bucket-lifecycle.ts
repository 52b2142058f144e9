/** The lifecycle rules of an S3 bucket are ready when AWS has them. */
import { composed, ready } from 'planesmith/authoring';
import { BucketLifecycleConfiguration as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-lifecycle-configuration.ts';
import { ruledOut } from './ruled-out.ts';

export type BucketLifecycleConfiguration = Model;
export const BucketLifecycleConfiguration = composed(Model, {
  concerns: ruledOut('it says when objects expire, and its bucket is judged'),
  ready: ready.managed,
});
