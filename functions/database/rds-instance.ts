/** The RDS instance of a database. */
import { postgresVersions } from '../../apis/database.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { Instance } from '../kinds/rds-instance.ts';
import type { Database } from '../kinds/sql-database.ts';
import type { Role } from '../kinds/sql-role.ts';
import type { DatabasePlan } from './plan.ts';
import { parameterGroupName, type RdsContext } from './rds.ts';
import { findCapacity } from './sizes.ts';

/** The login that RDS makes; only Crossplane uses it. */
export const masterUser = 'postgres';

/** The storage in GiB that RDS takes for what is asked: gp3 starts at 20, and nothing ever shrinks. */
export function storageOf({ record }: DatabasePlan, existing: Instance | undefined): number {
  return Math.max(20, record.storageGB, existing?.status?.atProvider?.allocatedStorage ?? 0);
}

/** The major version that the server runs, once AWS has said so; one that is not approved is none of ours. */
export function runningVersion(existing: Instance | undefined): string | undefined {
  const { engineVersionActual, engineVersion } = existing?.status?.atProvider ?? {};
  const major = (engineVersionActual ?? engineVersion)?.split('.')[0];
  return postgresVersions.find((version) => version === major);
}

export interface InstanceOptions {
  readonly storageGB: number;
  /** Names of the composed SecurityGroup, of the Secret for the master's password, and of the one for its connection. */
  readonly firewall: string;
  readonly passwordSecret: string;
  readonly connectionSecret: string;
}

/** The instance. It has no external name of ours: AWS gives it an id, and `identifier` is what must be unique. */
export function instance(
  context: RdsContext,
  { storageGB, firewall, passwordSecret, connectionSecret }: InstanceOptions,
) {
  const { plan, aws, region, identity, managed } = context;
  const { record, capacity, highlyAvailable, backupDays, retain } = plan;
  return Instance(
    {
      spec: {
        ...managed,
        writeConnectionSecretToRef: { name: connectionSecret },
        forProvider: {
          region,
          identifier: identity,
          engine: 'postgres',
          engineVersion: record.version,
          autoMinorVersionUpgrade: true,
          allowMajorVersionUpgrade: true,
          instanceClass: capacity.instanceClass,
          allocatedStorage: storageGB,
          storageType: 'gp3',
          kmsKeyId: record.key,
          multiAz: highlyAvailable,
          dbSubnetGroupName: identity,
          vpcSecurityGroupIdRefs: [{ name: firewall }],
          port: 5432,
          parameterGroupName: parameterGroupName(context, record.version),
          caCertIdentifier: 'rds-ca-rsa2048-g1',
          username: masterUser,
          autoGeneratePassword: true,
          passwordSecretRef: { name: passwordSecret, key: 'password' },
          backupRetentionPeriod: backupDays,
          backupWindow: aws.postgres.backupWindow,
          maintenanceWindow: aws.postgres.maintenanceWindow,
          copyTagsToSnapshot: true,
          deleteAutomatedBackups: !highlyAvailable,
          deletionProtection: retain,
          skipFinalSnapshot: !retain,
          finalSnapshotIdentifier: retain ? `${identity}-final` : undefined,
          applyImmediately: true,
          enabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
          performanceInsightsEnabled: highlyAvailable,
        },
      },
    },
    { after: ['subnets', 'parameters', 'firewall'] },
  );
}

interface Existing {
  readonly instance: Instance | undefined;
  readonly database: Database | undefined;
  readonly role: Role | undefined;
}

/** What was recorded, as existing resources still show it; not the storage asked for, of which they show no more than `storageOf` sees. */
export function recoverFromInstance({ instance, database, role }: Existing) {
  const { region, kmsKeyId, identifier, engineVersion, instanceClass } = instance?.spec.forProvider ?? {};
  const capacity = findCapacity((each) => each.instanceClass === instanceClass);
  const nameOf = (resource: Database | Role | undefined) =>
    resource?.metadata?.annotations?.['crossplane.io/external-name'];
  return {
    version: postgresVersions.find((version) => version === engineVersion),
    size: capacity?.size,
    sizing: capacity?.edition,
    region,
    ...encryptionOf(instance && { kmsKeyId }),
    identity: identifier,
    database: nameOf(database),
    username: nameOf(role),
  };
}
