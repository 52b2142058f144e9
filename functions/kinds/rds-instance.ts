/**
 * An RDS instance is ready when AWS says that it is available, and it is what is asked for: the provider changes it in the background,
 * and says Ready and Synced all the while, so that what takes AWS long must be compared by hand.
 */
import { composed, managed } from 'planesmith/authoring';
import { isRetained } from '../cloud/managed.ts';
import { Instance as Model } from '../models/rds.aws.m.upbound.io/v1beta1/instance.ts';

export type Instance = Model;
export const Instance = composed(Model, {
  concerns: {
    encryption: { spec: { forProvider: { storageEncrypted: true } } },
    private: { spec: { forProvider: { publiclyAccessible: false } } },
    backups: ({ spec: { forProvider } }) =>
      (forProvider.backupRetentionPeriod ?? 0) > 0 ? {} : 'AWS keeps no backups of it (backupRetentionPeriod)',
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      const { deletionProtection, skipFinalSnapshot } = spec.forProvider;
      if (deletionProtection !== true) return 'anybody may delete it in AWS (deletionProtection)';
      return skipFinalSnapshot === true ? 'nothing is left of it once it is deleted (skipFinalSnapshot)' : {};
    },
    monitoring: 'needs',
  },
  ready: (instance) => {
    const verdict = managed(instance);
    return verdict === true ? (unfinished(instance) ?? true) : verdict;
  },
});

/** The change that AWS has not carried out yet; what it does not report is no objection. */
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
  // AWS may provide more than was asked for.
  if ((allocatedStorage ?? Infinity) < (wanted.allocatedStorage ?? 0)) return 'storage is being extended';
  return undefined;
}

function differ(provided: string | undefined, wanted: string | undefined): boolean {
  return provided !== undefined && wanted !== undefined && provided !== wanted;
}

/** A server of version 17.6 is what a request for 17 means. */
function major(version: string | undefined): string | undefined {
  return version?.split('.')[0];
}
