/** An S3 bucket is ready when AWS has it. Its security settings are resources of their own. */
import { composed, holds, ready } from 'planesmith/authoring';
import { isRetained } from './retained.ts';
import { Bucket as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket.ts';

export type Bucket = Model;
export const Bucket = composed(Model, {
  ready: ready.managed,
  concerns: {
    encryption: 'needs',
    private: 'needs',
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      return spec.forProvider.forceDestroy === true ? 'its deletion destroys every object in it (forceDestroy)' : holds;
    },
  },
});
