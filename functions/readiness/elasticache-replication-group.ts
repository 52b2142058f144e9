/** The nodes of a cache are ready when AWS says that they are available, and they are of the type that is asked for. */
import { composed, managed } from 'planesmith/runtime';
import { ReplicationGroup as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/replication-group.ts';

export type ReplicationGroup = Model;
export const ReplicationGroup = composed(Model, {
  concerns: { encryption: { spec: { forProvider: { atRestEncryptionEnabled: 'true' } } }, monitoring: 'needs' },
  ready: (group) => {
    const verdict = managed(group);
    if (verdict !== true) return verdict;
    const { nodeType = group.spec.forProvider.nodeType } = group.status?.atProvider ?? {};
    return nodeType === group.spec.forProvider.nodeType ? true : 'its nodes are being resized';
  },
});
