/**
 * A ScheduledBackup is ready when the operator has read its schedule. Whether backups succeed, the ObjectStore reports.
 * https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/api/v1/scheduledbackup_types.go
 */
import { composed, ready } from 'planesmith/authoring';
import { ScheduledBackup as Model } from '../models/postgresql.cnpg.io/v1/scheduled-backup.ts';
import { ruledOut } from './ruled-out.ts';

export type ScheduledBackup = Model;
export const ScheduledBackup = composed(Model, {
  concerns: { ...ruledOut('it is a plan for the backups of a cluster, which is judged'), backups: 'gives' },
  // Its CRD has a rule, which the model names; cloudnative-pg@v1.30.0 internal/webhook/v1/scheduledbackup_webhook.go compares nothing.
  immutable: [],
  ready: ({ status }) => {
    if (status?.error) return status.error;
    const isScheduled = status?.lastCheckTime !== undefined || status?.nextScheduleTime !== undefined;
    return isScheduled || ready.starting;
  },
});
