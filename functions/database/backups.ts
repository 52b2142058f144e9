/** Backups of a database in Kubernetes: scheduled base backups, and the write-ahead log continuously. */
import { type Claim, none } from 'planesmith/authoring';
import { madeBy, ObjectStore, openedBy } from '../kinds/barman-object-store.ts';
import type { Cluster } from '../kinds/cnpg-cluster.ts';
import { ObjectBucketClaim } from '../kinds/object-bucket-claim.ts';
import { ScheduledBackup } from '../kinds/cnpg-scheduled-backup.ts';
import { type BackupStore, bucketOf } from './backup-store.ts';
import { backupPlugin } from './cluster.ts';
import type { DatabasePlan } from './plan.ts';

interface StoreOptions {
  readonly claim: Claim;
  readonly plan: DatabasePlan;
  readonly record: BackupStore;
  /** The Secret of the bucket's own keys, if it has a bucket of its own. */
  readonly ownKeys: string;
  /** Whether keys in other namespaces open it too. */
  readonly shared: boolean;
}

/** The store of the backups, with the retention that the plan promises. */
export function backupStore({ claim, plan: { backupDays }, record, ownKeys, shared }: StoreOptions) {
  const { place, bucketClass, endpoint, credentials } = record;
  // Object stores of other vendors may not know AWS's encryption header: there, encryption is a setting of the bucket.
  const format = { compression: 'gzip', encryption: endpoint === undefined ? 'AES256' : undefined } as const;
  return ObjectStore({
    ...(shared && { metadata: { annotations: { [`${claim.group}${openedBy}`]: 'every team' } } }),
    ...(bucketClass && { metadata: { annotations: { [`${claim.group}${madeBy}`]: bucketClass } } }),
    spec: {
      retentionPolicy: `${backupDays}d`,
      configuration: {
        destinationPath: place,
        endpointURL: endpoint,
        s3Credentials: bucketClass === undefined ? givenKeys(credentials) : keysOfBucket(ownKeys),
        data: format,
        wal: { ...format, maxParallel: 4 },
      },
    },
  });
}

/** The bucket of one database. Its operator writes the keys to a Secret of the same name. */
export function backupBucket({ bucketClass, ...store }: BackupStore) {
  if (bucketClass === undefined) return none('its backups go to the destination of the environment');
  return ObjectBucketClaim({ spec: { bucketName: bucketOf(store), storageClassName: bucketClass } });
}

function givenKeys(secret: string | undefined) {
  if (secret === undefined) return { inheritFromIAMRole: true };
  return {
    accessKeyId: { name: secret, key: 'ACCESS_KEY_ID' },
    secretAccessKey: { name: secret, key: 'ACCESS_SECRET_KEY' },
  };
}

function keysOfBucket(secret: string) {
  return {
    accessKeyId: { name: secret, key: 'AWS_ACCESS_KEY_ID' },
    secretAccessKey: { name: secret, key: 'AWS_SECRET_ACCESS_KEY' },
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
