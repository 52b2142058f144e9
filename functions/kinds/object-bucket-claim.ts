/**
 * A claim on a bucket is ready when the operator has bound it to one; the Secret with its keys has the claim's own name.
 * https://github.com/kube-object-storage/lib-bucket-provisioner/blob/master/doc/design/object-bucket-lib.md
 */
import { composed, starting } from 'planesmith/authoring';
import { ObjectBucketClaim as Model } from '../models/objectbucket.io/v1alpha1/object-bucket-claim.ts';

export type ObjectBucketClaim = Model;
export const ObjectBucketClaim = composed(Model, {
  writesOwnSecret: true,
  ready: ({ status }) => {
    if (status?.phase === 'Bound') return true;
    return status?.phase === undefined || status.phase === 'Pending' ? starting : `it is ${status.phase}`;
  },
});
