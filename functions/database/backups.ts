/** Backups of a database in Kubernetes: base backups on a schedule, and the write-ahead log all the time. */
import type { Environment } from '../environment/index.ts';
import { ObjectStore } from '../kinds/barman-object-store.ts';
import { ScheduledBackup } from '../kinds/cnpg-scheduled-backup.ts';
import { backupPlugin } from './cluster.ts';
import type { DatabasePlan } from './plan.ts';

type Backups = NonNullable<NonNullable<Environment['incluster']>['backups']>;

/**
 * Where the backups go: a folder per namespace, kept as long as the plan promises. Those of an existing database stay where they are, since
 * it can be restored only from there; the same place may have another address or other credentials.
 */
export function backupStore(
  { backupDays }: DatabasePlan,
  { destination, endpoint, credentials }: Backups,
  namespace: string,
  existing: ObjectStore | undefined,
) {
  const today = {
    destinationPath: `${destination}/${namespace}`,
    endpointURL: endpoint,
    s3Credentials: credentials === undefined ? { inheritFromIAMRole: true } : keysIn(credentials),
  };
  const before = existing?.spec.configuration ?? today;
  const { destinationPath, endpointURL, s3Credentials } =
    before.destinationPath === today.destinationPath ? today : before;
  // Object stores of other makes may not know the header by which a cloud's encrypts: there it is the bucket's own business.
  const stored = { compression: 'gzip', encryption: endpointURL === undefined ? 'AES256' : undefined } as const;
  return ObjectStore({
    spec: {
      retentionPolicy: `${backupDays}d`,
      configuration: {
        destinationPath,
        endpointURL,
        s3Credentials,
        data: stored,
        wal: { ...stored, maxParallel: 4 },
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

/** When they are made: at once, and then by the schedule. */
export function backupSchedule(cluster: string, schedule: string) {
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
