/**
 * An RDS instance is ready when AWS reports it available with the version, class, standby and storage in its spec.
 * The provider changes an instance in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 */
import { composed, holds, ready } from 'planesmith/authoring';
import { isRetained } from './retained.ts';
import { Instance as Model } from '../models/rds.aws.m.upbound.io/v1beta1/instance.ts';
import { noPods } from './ruled-out.ts';

export type Instance = Model;
export const Instance = composed(Model, {
  concerns: {
    ...noPods(),
    // The parameter group makes the server refuse clients without TLS.
    tls: 'needs',
    encryption: { spec: { forProvider: { storageEncrypted: true } } },
    private: { spec: { forProvider: { publiclyAccessible: false } } },
    backups: ({ spec: { forProvider } }) =>
      (forProvider.backupRetentionPeriod ?? 0) > 0 ? holds : 'AWS keeps no backups of it (backupRetentionPeriod)',
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      const { deletionProtection, skipFinalSnapshot } = spec.forProvider;
      if (deletionProtection !== true) return 'nothing protects it from deletion in AWS (deletionProtection)';
      return skipFinalSnapshot === true ? 'its deletion leaves no final snapshot (skipFinalSnapshot)' : holds;
    },
    monitoring: 'needs',
  },
  accepted: ({ spec: { forProvider } }) => refusal(forProvider) ?? true,
  // terraform-provider-aws@30ff468c8d internal/service/rds/instance.go:141-602;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: [
    'spec.forProvider.availabilityZone',
    'spec.forProvider.backupTarget',
    'spec.forProvider.characterSetName',
    'spec.forProvider.customIamInstanceProfile',
    'spec.forProvider.dbName',
    'spec.forProvider.engine',
    'spec.forProvider.kmsKeyId',
    'spec.forProvider.ncharCharacterSetName',
    'spec.forProvider.region',
    'spec.forProvider.restoreToPointInTime',
    'spec.forProvider.s3Import',
    'spec.forProvider.snapshotIdentifier',
    'spec.forProvider.storageEncrypted',
    'spec.forProvider.timezone',
    'spec.forProvider.username',
  ],
  // Less storage is another instance (aws.amazon.com/blogs/database/shrink-storage-volumes-for-your-rds-databases-and-optimize-your-infrastructure-costs),
  // and a version is one to upgrade to (docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html).
  growing: ['spec.forProvider.allocatedStorage', 'spec.forProvider.engineVersion'],
  sizing: ['spec.forProvider.allocatedStorage', 'spec.forProvider.instanceClass', 'spec.forProvider.multiAz'],
  ready: (instance) => {
    const verdict = ready.managed(instance);
    return verdict === true ? (unfinished(instance) ?? true) : verdict;
  },
});

/** Why AWS or its provider refuses these values together, if they do. */
function refusal(wanted: Model['spec']['forProvider']): string | undefined {
  const { allocatedStorage = 0, storageType, iops = 3000, storageThroughput = 125 } = wanted;
  const { skipFinalSnapshot, finalSnapshotIdentifier } = wanted;
  // The speed that AWS gives to smaller volumes, and the least of larger ones (docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage).
  if (storageType === 'gp3' && allocatedStorage < 400 && (iops !== 3000 || storageThroughput !== 125)) {
    return 'below 400 GiB, gp3 has no other speed than 3000 IOPS and 125 MiB/s (iops, storageThroughput)';
  }
  if (storageType === 'gp3' && allocatedStorage >= 400 && (wanted.iops ?? 12_000) < 12_000) {
    return 'from 400 GiB on, gp3 has at least 12000 IOPS (iops)';
  }
  // terraform-provider-aws internal/service/rds/instance.go, resourceInstanceDelete
  if (skipFinalSnapshot === false && finalSnapshotIdentifier === undefined) {
    return 'its deletion needs a name for its last snapshot (finalSnapshotIdentifier)';
  }
  return undefined;
}

/** The first change of the spec that AWS has not finished yet. A field that it does not report counts as finished. */
function unfinished({ spec, status }: Model): string | undefined {
  const wanted = spec.forProvider;
  const {
    engineVersion,
    engineVersionActual = engineVersion,
    allocatedStorage,
    instanceClass,
    multiAz,
  } = status?.atProvider ?? {};
  if (differ(major(engineVersionActual), major(wanted.engineVersion))) {
    return `the server is being upgraded to version ${wanted.engineVersion}`;
  }
  if (differ(instanceClass, wanted.instanceClass)) return 'the server is being resized';
  if (wanted.multiAz === true && multiAz === false) return 'the server is getting its standby';
  // AWS may provide more than the spec asks for.
  if ((allocatedStorage ?? Infinity) < (wanted.allocatedStorage ?? 0)) return 'storage is being extended';
  return undefined;
}

function differ(provided: string | undefined, wanted: string | undefined): boolean {
  return provided !== undefined && wanted !== undefined && provided !== wanted;
}

/** The major version: a server of version 17.6 satisfies a spec with 17. */
function major(version: string | undefined): string | undefined {
  return version?.split('.')[0];
}
