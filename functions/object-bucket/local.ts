/** ObjectBucket in a cluster: an ObjectBucketClaim for the operator of its object store. */
import { main } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { ObjectBucketClaim } from '../kinds/object-bucket-claim.ts';
import { operatorBucket, recoverFromClaim } from './kubernetes.ts';
import { maxNameLength, objectBucketPlanner, userName } from './plan.ts';

export const local = target(
  objectBucketPlanner,
  {
    // An ObjectBucketClaim has no field for either.
    abilities: { versions: false, expiry: false },
    environment: ['incluster.objects'],
    ignores: { 'spec.serviceAccount': 'applications are given keys' },
    resources: { bucket: main(ObjectBucketClaim) },
    // The operator gives the Secret with the keys the name of the ObjectBucketClaim.
    secrets: { keys: 'bucket' },
    record: {
      decide: {
        bucket: ({ cloudName }) => cloudName('bucket', { maxLength: maxNameLength }),
        region: ({ environment }) => environment.incluster.objects.region,
        class: ({ environment }) => environment.incluster.objects.storageClass,
        // A store may get a new address, but an existing bucket never gets the address of another store.
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
