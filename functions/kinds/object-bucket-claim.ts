/**
 * An ObjectBucketClaim is ready when the operator has bound it to a bucket. The operator writes its keys to a Secret of the same name.
 * https://github.com/kube-object-storage/lib-bucket-provisioner/blob/master/doc/design/object-bucket-lib.md
 */
import { composed, ready } from 'planesmith/authoring';
import { ObjectBucketClaim as Model } from '../models/objectbucket.io/v1alpha1/object-bucket-claim.ts';
import { ruledOut } from './ruled-out.ts';

export type ObjectBucketClaim = Model;
export const ObjectBucketClaim = composed(Model, {
  concerns: ruledOut('its object store belongs to the platform team, which looks after it'),
  writesOwnSecret: true,
  // noobaa-operator@2583ea7a pkg/controller/obc/obc_controller.go acts on changed labels alone.
  immutable: ['spec.bucketName', 'spec.generateBucketName', 'spec.storageClassName'],
  ready: ({ status }) => {
    if (status?.phase === 'Bound') return true;
    return status?.phase === undefined || status.phase === 'Pending' ? ready.starting : `it is ${status.phase}`;
  },
});
