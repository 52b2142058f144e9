/** ObjectBucket in a cluster: a claim on the operator of its object store. */
import { main } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { ObjectBucketClaim } from '../kinds/object-bucket-claim.ts';
import { operatorBucket, recoverFromClaim } from './kubernetes.ts';
import { longest, objectBucketPlanner, userName } from './plan.ts';

export const local = target(
  objectBucketPlanner,
  {
    // A claim on an operator's bucket (ObjectBucketClaim) cannot ask for either.
    abilities: { versions: false, expiry: false },
    environment: ['incluster.objects'],
    resources: { bucket: main(ObjectBucketClaim) },
    // The operator names the Secret with the keys after the claim on it.
    secrets: { keys: 'bucket' },
    record: {
      decide: {
        bucket: ({ cloudName }) => cloudName('bucket', { maxLength: longest }),
        region: ({ environment }) => environment.incluster.objects.region,
        class: ({ environment }) => environment.incluster.objects.storageClass,
        // A store may get another address, but not that of another store.
        endpoint: {
          revise: ({ environment: { incluster }, recorded }) => {
            const { storageClass, endpoint } = incluster.objects;
            const isSameStore = (recorded.class ?? storageClass) === storageClass;
            return isSameStore ? endpoint : (recorded.endpoint ?? endpoint);
          },
        },
        user: userName,
      },
      recover: recoverFromClaim,
    },
  },
  (context) => operatorBucket(context),
);
