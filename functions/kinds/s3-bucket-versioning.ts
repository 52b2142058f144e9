/** The versioning settings of an S3 bucket are ready when AWS has them. */
import { composed, ready } from 'planesmith/authoring';
import { BucketVersioning as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket-versioning.ts';
import { ruledOut } from './ruled-out.ts';

export type BucketVersioning = Model;
export const BucketVersioning = composed(Model, {
  concerns: ruledOut('it says which versions stay, and its bucket is judged'),
  ready: ready.managed,
});
