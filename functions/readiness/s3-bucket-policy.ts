/** The policy of a bucket is ready when AWS has it. */
import { composed, managed } from 'planesmith/runtime';
import { BucketPolicy as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-policy.ts';

export type BucketPolicy = Model;
export const BucketPolicy = composed(Model, { ready: managed });
