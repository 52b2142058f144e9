/** The versioning settings of an S3 bucket are ready when AWS has them. */
import { composed, ready } from 'planesmith/authoring';
import { BucketVersioning as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-versioning.ts';

export type BucketVersioning = Model;
export const BucketVersioning = composed(Model, { ready: ready.managed });
