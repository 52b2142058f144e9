/** An S3 bucket is ready when AWS has it. Its security settings are resources of their own. */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { isRetained } from './retained.ts';
import { Bucket as Model } from '../models/s3.aws.m.upbound.io/v1beta1/bucket.ts';
import { noPods } from './ruled-out.ts';

export type Bucket = Model;
export const Bucket = composed(Model, {
  // terraform-provider-aws@30ff468c8d internal/service/s3/bucket.go:97-386; region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.objectLockEnabled', 'spec.forProvider.region'],
  ready: ready.managed,
  concerns: {
    ...noPods(),
    // The bucket policy refuses requests without TLS.
    tls: 'needs',
    backups: none('objects are kept in versions if the claim asks for it'),
    monitoring: none('it grows by itself, and AWS runs it'),
    encryption: 'needs',
    private: 'needs',
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      return spec.forProvider.forceDestroy === true ? 'its deletion destroys every object in it (forceDestroy)' : holds;
    },
  },
});
