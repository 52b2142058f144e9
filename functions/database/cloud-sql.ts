/** A database server on Google Cloud: Cloud SQL in the environment's network. */
import type { WithSections } from 'planesmith/authoring';
import { postgresVersions } from '../../apis/database.ts';
import type { Environment } from '../environment/index.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { passwordIn } from '../cluster/password.ts';
import { DatabaseInstance } from '../kinds/cloud-sql-instance.ts';
import type { Database } from '../kinds/sql-database.ts';
import type { Role } from '../kinds/sql-role.ts';
import type { DatabasePlan } from './plan.ts';
import { findCapacity } from './sizes.ts';

export type GcpFacts = WithSections<Environment, 'gcp'>['gcp'];

/** The login that Cloud SQL makes; only Crossplane uses it. */
export const masterUser = 'postgres';

/** The most days of transaction logs that its edition keeps (cloud.google.com/sql/docs/postgres/backup-recovery/pitr). */
const longestLogs = 7;

/** The storage in GiB that Cloud SQL takes for what is asked: it starts at 10, and nothing ever shrinks. */
export function storageOf({ record }: DatabasePlan, existing: DatabaseInstance | undefined): number {
  return Math.max(10, record.storageGB, existing?.spec.forProvider.settings?.diskSize ?? 0);
}

/** How many days of transaction logs it keeps, by which it can be restored to any point in time; its backups may be older. */
export function logDaysOf({ backupDays }: DatabasePlan): number {
  return Math.min(longestLogs, backupDays);
}

interface InstanceOptions {
  readonly plan: DatabasePlan;
  readonly gcp: GcpFacts;
  readonly existing: DatabaseInstance | undefined;
  /** Names of the Secrets with the master's password, and for the connection. */
  readonly passwordSecret: string;
  readonly connectionSecret: string;
}

/** The instance. */
export function instance({ plan, gcp, existing, passwordSecret, connectionSecret }: InstanceOptions) {
  const { record, capacity, highlyAvailable, backupDays, retain, settings } = plan;
  return DatabaseInstance(
    {
      metadata: externalName(record.identity),
      spec: {
        ...managedBy(gcp.providerConfig, plan),
        writeConnectionSecretToRef: { name: connectionSecret },
        forProvider: {
          project: record.project ?? gcp.project,
          region: record.region ?? gcp.region,
          databaseVersion: `POSTGRES_${record.version}`,
          rootPasswordSecretRef: passwordIn(passwordSecret),
          deletionProtection: retain,
          ...(record.key !== undefined && { encryptionKeyName: record.key }),
          settings: {
            // Newer versions would begin with an edition that has no such small machines.
            edition: 'ENTERPRISE',
            tier: capacity.cloudSqlTier,
            availabilityType: highlyAvailable ? 'REGIONAL' : 'ZONAL',
            diskType: 'PD_SSD',
            diskSize: storageOf(plan, existing),
            diskAutoresize: false,
            deletionProtectionEnabled: retain,
            retainBackupsOnDelete: retain,
            ipConfiguration: { privateNetwork: record.network ?? gcp.network },
            backupConfiguration: {
              enabled: backupDays > 0,
              pointInTimeRecoveryEnabled: backupDays > 0,
              ...(backupDays > 0 && {
                transactionLogRetentionDays: logDaysOf(plan),
                backupRetentionSettings: { retainedBackups: backupDays, retentionUnit: 'COUNT' },
              }),
            },
            databaseFlags: Object.entries(settings).map(([name, value]) => ({ name, value })),
          },
        },
      },
    },
    { after: ['password'] },
  );
}

interface Existing {
  readonly instance: DatabaseInstance | undefined;
  readonly database: Database | undefined;
  readonly role: Role | undefined;
}

/** What was recorded, as existing resources still show it. */
export function recoverFromInstance({ instance: existing, database, role }: Existing) {
  const { project, region, encryptionKeyName, databaseVersion, settings } = existing?.spec.forProvider ?? {};
  const capacity = findCapacity((each) => each.cloudSqlTier === settings?.tier);
  const nameOf = (resource: DatabaseInstance | Database | Role | undefined) =>
    resource?.metadata?.annotations?.['crossplane.io/external-name'];
  return {
    version: postgresVersions.find((version) => `POSTGRES_${version}` === databaseVersion),
    size: capacity?.size,
    sizing: capacity?.edition,
    project,
    region,
    network: settings?.ipConfiguration?.privateNetwork,
    ...encryptionOf(existing && { encryptionKeyName }),
    identity: nameOf(existing),
    database: nameOf(database),
    username: nameOf(role),
  };
}
