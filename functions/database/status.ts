/** The status of a database, the same on every target. */
import type { Output } from 'planesmith/schema';
import type { database } from '../../apis/database.ts';
import { effectiveDeletion } from '../grants/retention.ts';
import type { DatabasePlan } from './plan.ts';

type DatabaseRecord = Pick<Output<(typeof database)['recorded']>, 'version' | 'size'>;

interface Facts {
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** In GiB, as provided. */
  readonly storageGB: number;
  /** How many days back the target can restore it to any point in time, which may differ from the promise of the tier. */
  readonly backupDays: number;
  /** RFC 3339. */
  readonly lastBackup: string | undefined;
}

/** The status of a database with the given plan and record. */
export function databaseStatus(plan: DatabasePlan, { version, size }: DatabaseRecord, facts: Facts) {
  const { engine, highlyAvailable, links } = plan;
  const { host, port, storageGB, backupDays, lastBackup } = facts;
  return {
    endpoint: host === undefined || port === undefined ? undefined : `${host}:${port}`,
    effective: { engine, version, size, storageGB, highlyAvailable, backupDays, deletion: effectiveDeletion(plan) },
    links,
    backup: lastBackup === undefined ? undefined : { lastSuccessful: hourOf(lastBackup) },
  };
}

/** A time cut to its hour: AWS moves the latest restorable time every few minutes, and each change of a status wakes all its watchers. */
function hourOf(time: string): string {
  return time.replace(/:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, ':00:00$2');
}
