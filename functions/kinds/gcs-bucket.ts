/** A Cloud Storage bucket is ready when Google has it. Its security settings are fields of the bucket itself. */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { isRetained } from './retained.ts';
import { Bucket as Model } from '../models/storage.gcp.m.upbound.io/v1beta1/bucket.ts';
import { noPods } from './ruled-out.ts';

export type Bucket = Model;
export const Bucket = composed(Model, {
  // terraform-provider-google@v7.39.0 google/services/storage/resource_storage_bucket.go:197-637
  immutable: [
    'spec.forProvider.customPlacementConfig.dataLocations',
    'spec.forProvider.enableObjectRetention',
    'spec.forProvider.hierarchicalNamespace',
    'spec.forProvider.location',
    'spec.forProvider.project',
  ],
  ready: ready.managed,
  concerns: {
    ...noPods(),
    tls: none('no field of a bucket refuses plain HTTP, and clients of Google use HTTPS'),
    backups: none('objects are kept in versions if the claim asks for it'),
    monitoring: none('it grows by itself, and Google runs it'),
    // Google encrypts all stored data; no field asks for it.
    encryption: holds,
    private: { spec: { forProvider: { publicAccessPrevention: 'enforced', uniformBucketLevelAccess: true } } },
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      return spec.forProvider.forceDestroy === true ? 'its deletion destroys every object in it (forceDestroy)' : holds;
    },
  },
});
