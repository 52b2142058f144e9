/**
 * A replication group is ready when AWS reports it available with the node type, nodes, failover and zones in its spec.
 * The provider changes a group in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 */
import { composed, ready } from 'planesmith/authoring';
import { ReplicationGroup as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/replication-group.ts';

export type ReplicationGroup = Model;
export const ReplicationGroup = composed(Model, {
  concerns: {
    encryption: { spec: { forProvider: { atRestEncryptionEnabled: 'true' } } },
    tls: { spec: { forProvider: { transitEncryptionEnabled: true, transitEncryptionMode: 'required' } } },
    monitoring: 'needs',
  },
  ready: (group) => {
    const verdict = ready.managed(group);
    return verdict === true ? (unfinished(group) ?? true) : verdict;
  },
});

/** The first change of the spec that AWS has not finished yet. A field that it does not report counts as finished. */
function unfinished({ spec, status }: Model): string | undefined {
  const wanted = spec.forProvider;
  const { nodeType, numCacheClusters, automaticFailoverEnabled, multiAzEnabled } = { ...wanted, ...status?.atProvider };
  if (nodeType !== wanted.nodeType) return 'its nodes are being resized';
  if (numCacheClusters !== wanted.numCacheClusters) {
    return `${numCacheClusters} of ${wanted.numCacheClusters} nodes ${numCacheClusters === 1 ? 'exists' : 'exist'}`;
  }
  if (automaticFailoverEnabled !== wanted.automaticFailoverEnabled) return 'automatic failover is not on yet';
  return multiAzEnabled === wanted.multiAzEnabled ? undefined : 'its nodes are not spread over zones yet';
}
