/** The RDS instance of a database. */
import type { Claim } from 'planesmith/authoring';
import { postgresVersions } from '../../apis/database.ts';
import { namedByProvider } from '../cloud/managed.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { Instance } from '../kinds/rds-instance.ts';
import type { Database } from '../kinds/sql-database.ts';
import type { Role } from '../kinds/sql-role.ts';
import { port } from './connection.ts';
import { parameterGroupName, type RdsContext } from './rds.ts';
import type { MetricAlarm } from '../kinds/cloudwatch-metric-alarm.ts';
import { memoryBehind } from './alarms.ts';
import type { Capacity, SizeTable } from './sizes.ts';
import { recoverSizing, withEdition } from './sizing.ts';

/** The login that RDS creates; only Crossplane uses it. */
export const masterUser = 'postgres';

/** The storage in GiB that RDS provides: the recorded amount, but at least 20 with gp3 and never less than before. */
export function storageOf(record: { readonly storageGB: number }, existing: Instance | undefined): number {
  return Math.max(20, record.storageGB, existing?.status?.atProvider?.allocatedStorage ?? 0);
}

/**
 * The speed of gp3 storage. From 400 GiB on, RDS refuses less than this for PostgreSQL, and charges nothing for it. Below, it refuses any value
 * (docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage). Without a value here, the provider asks for the speed that the
 * smaller storage had (github.com/hashicorp/terraform-provider-aws/pull/47411).
 */
function speedOf(storageGB: number) {
  return storageGB < 400 ? {} : { iops: 12_000, storageThroughput: 500 };
}

/** The major version that the server runs; undefined while AWS has not reported it, or if it is not an approved one. */
export function runningVersion(existing: Instance | undefined): string | undefined {
  const { engineVersionActual, engineVersion } = existing?.status?.atProvider ?? {};
  const major = (engineVersionActual ?? engineVersion)?.split('.')[0];
  return postgresVersions.find((version) => version === major);
}

interface InstanceOptions {
  readonly storageGB: number;
  readonly existing: Instance | undefined;
  /** Name of the composed SecurityGroup. */
  readonly firewall: string;
  /** Names of the Secrets that the provider writes: the master's password, and the connection. */
  readonly passwordSecret: string;
  readonly connectionSecret: string;
}

/** The instance. It has no external name of ours: AWS generates an id, and `identifier` is the name that must be unique. */
export function instance(
  context: RdsContext,
  { storageGB, existing, firewall, passwordSecret, connectionSecret }: InstanceOptions,
) {
  const { plan, aws, region, identity, version, key, managed } = context;
  const { capacity, highlyAvailable, backupDays, retain } = plan;
  return Instance({
    metadata: withEdition(plan, context),
    spec: {
      ...namedByProvider(managed),
      writeConnectionSecretToRef: { name: connectionSecret },
      forProvider: {
        region,
        identifier: identity,
        engine: 'postgres',
        engineVersion: version,
        autoMinorVersionUpgrade: true,
        allowMajorVersionUpgrade: true,
        instanceClass: capacity.instanceClass,
        allocatedStorage: storageGB,
        storageType: 'gp3',
        ...speedOf(storageGB),
        kmsKeyId: key,
        multiAz: highlyAvailable,
        dbSubnetGroupName: identity,
        vpcSecurityGroupIdRefs: [{ name: firewall }],
        port,
        parameterGroupName: parameterGroupName(context, version),
        // AWS changes it with the version. Without a value here, the provider asks for that of the earlier version (provider-upjet-aws issue 1326).
        optionGroupName: existing?.status?.atProvider?.optionGroupName,
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
  });
}

/** The capacity that an existing instance shows; its memory is behind the alarm on connections. */
export function capacityOfInstance(
  existing: Instance | undefined,
  alarm: MetricAlarm | undefined,
): Partial<Capacity> | undefined {
  const instanceClass = existing?.spec.forProvider.instanceClass;
  if (instanceClass === undefined) return undefined;
  const limit = alarm?.spec.forProvider.threshold;
  return { instanceClass, ...(limit !== undefined && { instanceMemoryGB: memoryBehind(limit) }) };
}

interface Existing {
  readonly instance: Instance | undefined;
  readonly database: Database | undefined;
  readonly role: Role | undefined;
}

/** The recorded values that existing resources still show. The storage is not among them: `storageOf` sees as much of it as they show. */
export function recoverFromInstance(
  { instance: existing, database, role }: Existing,
  recorded: { readonly hasKey?: boolean },
  claim: Claim,
  { sizes }: { readonly sizes: SizeTable },
) {
  const { region, kmsKeyId, identifier, engineVersion, instanceClass } = existing?.spec.forProvider ?? {};
  const nameOf = (resource: Database | Role | undefined) =>
    resource?.metadata?.annotations?.['crossplane.io/external-name'];
  return {
    version: postgresVersions.find((version) => version === engineVersion),
    ...recoverSizing(claim, existing, sizes, (capacity) => capacity.instanceClass === instanceClass),
    region,
    ...encryptionOf(recorded, existing && { kmsKeyId }),
    identity: identifier,
    database: nameOf(database),
    username: nameOf(role),
  };
}
