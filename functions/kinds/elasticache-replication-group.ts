/**
 * A replication group is ready when AWS reports it available with the node type, nodes, failover and zones in its spec.
 * The provider changes a group in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 */
import { composed, holds, ready } from 'planesmith/authoring';
import { ReplicationGroup as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/replication-group.ts';
import { noPods, nothingToKeep } from './ruled-out.ts';

export type ReplicationGroup = Model;
export const ReplicationGroup = composed(Model, {
  concerns: {
    ...noPods(),
    ...nothingToKeep('what a cache holds may be lost at any time'),
    // Its nodes have no public address (docs.aws.amazon.com/AmazonElastiCache/latest/dg/accessing-elasticache.html).
    private: holds,
    encryption: { spec: { forProvider: { atRestEncryptionEnabled: 'true' } } },
    tls: { spec: { forProvider: { transitEncryptionEnabled: true, transitEncryptionMode: 'required' } } },
    monitoring: 'needs',
  },
  accepted: ({ spec: { forProvider } }) => refusal(forProvider) ?? true,
  // terraform-provider-aws@001b6364c1 internal/service/elasticache/replication_group.go, `ForceNew`;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: [
    'spec.forProvider.atRestEncryptionEnabled',
    'spec.forProvider.dataTieringEnabled',
    'spec.forProvider.globalReplicationGroupId',
    'spec.forProvider.kmsKeyId',
    'spec.forProvider.networkType',
    'spec.forProvider.port',
    'spec.forProvider.region',
    'spec.forProvider.securityGroupNames',
    'spec.forProvider.snapshotArns',
    'spec.forProvider.snapshotName',
    'spec.forProvider.subnetGroupName',
    'spec.forProvider.subnetGroupNameRef.name',
  ],
  // The same file, `customizeDiffEngineVersionForceNewOnDowngrade`.
  growing: ['spec.forProvider.engineVersion'],
  sizing: ['spec.forProvider.nodeType', 'spec.forProvider.numCacheClusters'],
  ready: (group) => {
    const verdict = ready.managed(group);
    return verdict === true ? (unfinished(group) ?? true) : verdict;
  },
});

/** Why AWS or its provider refuses these values together, if they do (terraform-provider-aws internal/service/elasticache/replication_group.go). */
function refusal(wanted: Model['spec']['forProvider']): string | undefined {
  const { automaticFailoverEnabled, multiAzEnabled, numCacheClusters = 1, engineVersion, parameterGroupName } = wanted;
  if (automaticFailoverEnabled === true && numCacheClusters < 2) {
    return 'failover needs a second node (numCacheClusters)';
  }
  if (multiAzEnabled === true && automaticFailoverEnabled !== true) {
    return 'several zones need failover (automaticFailoverEnabled)';
  }
  const group = /^default\.[a-z]+(\d+)/.exec(parameterGroupName ?? '')?.[1];
  const major = engineVersion?.split('.')[0];
  return group !== undefined && major !== undefined && group !== major
    ? `parameter group ${parameterGroupName} is not of version ${engineVersion}`
    : undefined;
}

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
