/** Backups of a database in Kubernetes: scheduled base backups, and the write-ahead log continuously. */
import type { Environment } from '../environment/index.ts';
import { ObjectStore } from '../kinds/barman-object-store.ts';
import type { Cluster } from '../kinds/cnpg-cluster.ts';
import { ScheduledBackup } from '../kinds/cnpg-scheduled-backup.ts';
import { backupPlugin } from './cluster.ts';
import type { DatabasePlan } from './plan.ts';

type Backups = NonNullable<NonNullable<Environment['incluster']>['backups']>;

/**
 * The store of the backups: a folder per namespace, with the retention that the plan promises. An existing database keeps its store, since
 * it can be restored only from there. Only the address and the credentials of the same store may change.
 */
export function backupStore(
  { backupDays }: DatabasePlan,
  { destination, endpoint, credentials }: Backups,
  namespace: string,
  existing: ObjectStore | undefined,
) {
  const current = {
    destinationPath: `${destination}/${namespace}`,
    endpointURL: endpoint,
    s3Credentials: credentials === undefined ? { inheritFromIAMRole: true } : keysIn(credentials),
  };
  const previous = existing?.spec.configuration ?? current;
  const { destinationPath, endpointURL, s3Credentials } =
    previous.destinationPath === current.destinationPath ? current : previous;
  // Object stores of other vendors may not know AWS's encryption header: there, encryption is a setting of the bucket.
  const format = { compression: 'gzip', encryption: endpointURL === undefined ? 'AES256' : undefined } as const;
  return ObjectStore({
    spec: {
      retentionPolicy: `${backupDays}d`,
      configuration: {
        destinationPath,
        endpointURL,
        s3Credentials,
        data: format,
        wal: { ...format, maxParallel: 4 },
      },
    },
  });
}

function keysIn(secret: string) {
  return {
    accessKeyId: { name: secret, key: 'ACCESS_KEY_ID' },
    secretAccessKey: { name: secret, key: 'ACCESS_SECRET_KEY' },
  };
}

/**
 * The schedule of the base backups, by the major version that runs; the first backup of each version starts at once. No earlier backup restores a
 * database after an upgrade, and a schedule makes a backup at once only when it is created
 * (cloudnative-pg v1.30.0 docs/src/postgres_upgrades.md, docs/src/backup.md).
 */
export function backupSchedules(options: Schedules) {
  return { [runningVersion(options)]: backupSchedule(options.clusterName, options.schedule) };
}

interface Schedules {
  readonly record: { readonly version: string };
  readonly clusterName: string;
  readonly schedule: string;
  readonly cluster: Cluster | undefined;
  /** The schedules that exist, by version. */
  readonly existing: Readonly<Record<string, ScheduledBackup | undefined>>;
}

/** The version of the data. Until the operator reports it, the version of the schedule that exists, or else the recorded one. */
function runningVersion({ record, cluster, existing }: Schedules): string {
  const { majorVersion } = cluster?.status?.pgDataImageInfo ?? {};
  const scheduled = Object.keys(existing).find((version) => existing[version] !== undefined);
  return majorVersion === undefined ? (scheduled ?? record.version) : String(majorVersion);
}

function backupSchedule(cluster: string, schedule: string) {
  return ScheduledBackup({
    spec: {
      cluster: { name: cluster },
      schedule,
      immediate: true,
      backupOwnerReference: 'self',
      method: 'plugin',
      pluginConfiguration: { name: backupPlugin },
    },
  });
}
