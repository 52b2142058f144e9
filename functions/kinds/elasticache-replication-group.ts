/**
 * The nodes of a cache are ready when AWS says that they are available, and they are what is asked for: the provider changes them in the
 * background, and says Ready and Synced all the while.
 */
import { composed, managed } from 'planesmith/authoring';
import { ReplicationGroup as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/replication-group.ts';

export type ReplicationGroup = Model;
export const ReplicationGroup = composed(Model, {
  concerns: {
    encryption: { spec: { forProvider: { atRestEncryptionEnabled: 'true' } } },
    tls: { spec: { forProvider: { transitEncryptionEnabled: true, transitEncryptionMode: 'required' } } },
    monitoring: 'needs',
  },
  ready: (group) => {
    const verdict = managed(group);
    return verdict === true ? (unfinished(group) ?? true) : verdict;
  },
});

/** The change that AWS has not carried out yet; what it does not report is no objection. */
function unfinished({ spec, status }: Model): string | undefined {
  const wanted = spec.forProvider;
  const { nodeType, numCacheClusters, automaticFailoverEnabled, multiAzEnabled } = { ...wanted, ...status?.atProvider };
  if (nodeType !== wanted.nodeType) return 'its nodes are being resized';
  if (numCacheClusters !== wanted.numCacheClusters) {
    return `${numCacheClusters} of ${wanted.numCacheClusters} nodes ${numCacheClusters === 1 ? 'is' : 'are'} there`;
  }
  if (automaticFailoverEnabled !== wanted.automaticFailoverEnabled) return 'no node takes over from another yet';
  return multiAzEnabled === wanted.multiAzEnabled ? undefined : 'its nodes may be in one zone yet';
}
