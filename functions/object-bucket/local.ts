/** ObjectBucket on a developer's machine: as in any cluster. */
import { main, target } from 'planesmith/authoring';
import { ObjectBucketClaim } from '../kinds/object-bucket-claim.ts';
import { keysOf, operatorBucket, recoverFromClaim } from './kubernetes.ts';
import { plan } from './plan.ts';

export const local = target(
  plan,
  {
    needs: ['incluster.objects'],
    resources: { bucket: main(ObjectBucketClaim) },
    requires: ({ name }) => keysOf(name('bucket')),
    recover: recoverFromClaim,
  },
  ({ required, ...context }) => operatorBucket({ ...context, keys: required.keys }),
);
