/** The status of a DevNamespace claim, the same on every target. */
import type { quotas } from '../../apis/dev-namespace.ts';
import type { DevNamespacePlan } from './plan.ts';

export interface Facts {
  readonly namespace: string | undefined;
  readonly serviceAccount: string | undefined;
  readonly claims: number | undefined;
  readonly links: Readonly<Record<string, string>> | undefined;
}

/** The granted quota and life. */
export interface DevNamespaceRecord {
  readonly quota: (typeof quotas)[number];
  readonly ttlDays: number;
}

/** The status. */
export function devNamespaceStatus({ quota, expiresAt }: DevNamespacePlan, record: DevNamespaceRecord, facts: Facts) {
  const { cpu, memory, storage } = quota;
  return { ...facts, expiresAt, effective: { quota: record.quota, ttlDays: record.ttlDays, cpu, memory, storage } };
}
