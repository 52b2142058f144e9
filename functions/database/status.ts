/** What a database reports back, on every target. */
import { effectiveDeletion } from '../grants/retention.ts';
import type { DatabasePlan } from './plan.ts';

export interface Facts {
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** In GiB, as provided. */
  readonly storageGB: number;
  /** How many days back the target can restore it to any point in time, which may be other than what was promised. */
  readonly backupDays: number;
  /** RFC 3339. */
  readonly lastBackup: string | undefined;
}

/** The status of a database with the given plan. */
export function databaseStatus(plan: DatabasePlan, { host, port, storageGB, backupDays, lastBackup }: Facts) {
  const { engine, highlyAvailable, links, record } = plan;
  return {
    endpoint: host === undefined || port === undefined ? undefined : `${host}:${port}`,
    effective: {
      engine,
      version: record.version,
      size: record.size,
      storageGB,
      highlyAvailable,
      backupDays,
      deletion: effectiveDeletion(plan),
    },
    links,
    backup: lastBackup === undefined ? undefined : { lastSuccessful: hourOf(lastBackup) },
  };
}

/** The hour of a time: AWS moves the latest restorable time every few minutes, and a status that follows wakes every watcher each time. */
function hourOf(time: string): string {
  return time.replace(/:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, ':00:00$2');
}
