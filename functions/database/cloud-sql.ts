/** The Cloud SQL instance of a database, in the environment's network. */
import type { Claim, WithSections } from 'planesmith/authoring';
import { postgresVersions } from '../../apis/database.ts';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { passwordIn } from '../cluster/password.ts';
import { DatabaseInstance } from '../kinds/cloud-sql-instance.ts';
import type { Database } from '../kinds/sql-database.ts';
import type { Role } from '../kinds/sql-role.ts';
import type { DatabasePlan } from './plan.ts';
import type { Capacity, SizeTable } from './sizes.ts';
import { recoverSizing, withEdition } from './sizing.ts';

type GcpFacts = WithSections<Environment, 'gcp'>['gcp'];

/** The login that Cloud SQL creates; only Crossplane uses it. */
export const masterUser = 'postgres';

/** The most days of transaction logs that its edition keeps (cloud.google.com/sql/docs/postgres/backup-recovery/pitr). */
const longestLogs = 7;

/** The storage in GiB that Cloud SQL provides: the recorded amount, but at least 10 and never less than before. */
export function storageOf(record: { readonly storageGB: number }, existing: DatabaseInstance | undefined): number {
  return Math.max(10, record.storageGB, existing?.spec.forProvider.settings?.diskSize ?? 0);
}

/** How many days of transaction logs it keeps for restores to any point in time; its backups may be older. */
export function logDaysOf({ backupDays }: DatabasePlan): number {
  return Math.min(longestLogs, backupDays);
}

interface InstanceOptions {
  readonly plan: DatabasePlan;
  readonly record: {
    readonly sizing: string;
    readonly identity: string;
    readonly project: string;
    readonly region: string;
    readonly network: string;
    readonly version: string;
    readonly storageGB: number;
    readonly key?: string | undefined;
  };
  readonly gcp: GcpFacts;
  readonly existing: DatabaseInstance | undefined;
  /** Name of the Secret with the master's password. */
  readonly passwordSecret: string;
  /** Name of the Secret that the provider writes. */
  readonly connectionSecret: string;
}

/** The instance. */
export function instance({ plan, record, gcp, existing, passwordSecret, connectionSecret }: InstanceOptions) {
  const { capacity, highlyAvailable, backupDays, retain, settings } = plan;
  return DatabaseInstance({
    metadata: withEdition(plan, record, externalName(record.identity)),
    spec: {
      ...managedBy(gcp.providerConfig, plan),
      writeConnectionSecretToRef: { name: connectionSecret },
      forProvider: {
        project: record.project,
        region: record.region,
        databaseVersion: `POSTGRES_${record.version}`,
        rootPasswordSecretRef: passwordIn(passwordSecret),
        deletionProtection: retain,
        ...(record.key !== undefined && { encryptionKeyName: record.key }),
        settings: {
          // The default edition of newer versions has no machines this small.
          edition: 'ENTERPRISE',
          tier: capacity.cloudSqlTier,
          availabilityType: highlyAvailable ? 'REGIONAL' : 'ZONAL',
          diskType: 'PD_SSD',
          diskSize: storageOf(record, existing),
          diskAutoresize: false,
          deletionProtectionEnabled: retain,
          retainBackupsOnDelete: retain,
          ipConfiguration: { privateNetwork: record.network },
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
  });
}

/** The capacity that an existing instance shows. */
export function capacityOfInstance(existing: DatabaseInstance | undefined): Partial<Capacity> | undefined {
  const cloudSqlTier = existing?.spec.forProvider.settings?.tier;
  return cloudSqlTier === undefined ? undefined : { cloudSqlTier };
}

interface Existing {
  readonly instance: DatabaseInstance | undefined;
  readonly database: Database | undefined;
  readonly role: Role | undefined;
}

/** The recorded values that existing resources still show. */
export function recoverFromInstance(
  { instance: existing, database, role }: Existing,
  recorded: { readonly hasKey?: boolean },
  claim: Claim,
  { sizes }: { readonly sizes: SizeTable },
) {
  const { project, region, encryptionKeyName, databaseVersion, settings } = existing?.spec.forProvider ?? {};
  const nameOf = (resource: DatabaseInstance | Database | Role | undefined) =>
    resource?.metadata?.annotations?.['crossplane.io/external-name'];
  return {
    version: postgresVersions.find((version) => `POSTGRES_${version}` === databaseVersion),
    ...recoverSizing(claim, existing, sizes, (capacity) => capacity.cloudSqlTier === settings?.tier),
    project,
    region,
    network: settings?.ipConfiguration?.privateNetwork,
    ...encryptionOf(recorded, existing && { encryptionKeyName }),
    identity: nameOf(existing),
    database: nameOf(database),
    username: nameOf(role),
  };
}
