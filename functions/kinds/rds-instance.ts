/**
 * An RDS instance is ready when AWS reports it available with the version, class, standby and storage in its spec.
 * The provider changes an instance in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 */
import { composed, holds, ready } from 'planesmith/authoring';
import { isRetained } from './retained.ts';
import { Instance as Model } from '../models/rds.aws.m.upbound.io/v1beta1/instance.ts';

export type Instance = Model;
export const Instance = composed(Model, {
  concerns: {
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
  ready: (instance) => {
    const verdict = ready.managed(instance);
    return verdict === true ? (unfinished(instance) ?? true) : verdict;
  },
});

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
