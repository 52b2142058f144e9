/** The operator of an object store: binds a claim to a bucket, and writes its keys into a Secret of the claim's name. */
import type { Player } from './play.ts';

const claim: Player = ({ metadata: { name = '' } }, stage, world) => ({
  status: { phase: stage === 'ready' ? 'Bound' : 'Pending' },
  ...(stage === 'ready' && {
    secrets: { [name]: { AWS_ACCESS_KEY_ID: 'AKIAPLAYED', AWS_SECRET_ACCESS_KEY: world.password(name) } },
  }),
});

export const objectBucket: Readonly<Record<string, Player>> = {
  'objectbucket.io/v1alpha1 ObjectBucketClaim': claim,
};
