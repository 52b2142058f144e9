/** A bucket is ready when Google has it; all that makes it safe is part of it. */
import { composed, managed } from 'planesmith/authoring';
import { isRetained } from '../cloud/managed.ts';
import { Bucket as Model } from '../models/storage.gcp.m.upbound.io/v1beta1/bucket.ts';

export type Bucket = Model;
export const Bucket = composed(Model, {
  ready: managed,
  concerns: {
    // Google encrypts whatever it stores; nothing has to be asked for.
    encryption: {},
    private: { spec: { forProvider: { publicAccessPrevention: 'enforced', uniformBucketLevelAccess: true } } },
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      return spec.forProvider.forceDestroy === true ? 'it is deleted with all that it holds (forceDestroy)' : {};
    },
  },
});
