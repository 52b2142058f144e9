/** The alerts on Secrets that come from a store: the table to review. */
import type { Rule } from '../alarms/prometheus.ts';

interface Watched {
  readonly namespace: string;
  /** Names of the ExternalSecrets. */
  readonly secrets: readonly string[];
  /** Names of the PushSecrets. */
  readonly copies: readonly string[];
}

/**
 * The rules, from the metrics of external-secrets (external-secrets.io/latest/api/metrics; labels in pkg/controllers/metrics/labels.go).
 * external-secrets asks the store again by itself, so a store that is down for a short time alerts nobody.
 */
export function credentialStoreRules({ namespace, secrets, copies }: Watched): Readonly<Record<string, Rule>> {
  return {
    stale: {
      expr: failing('externalsecret', namespace, secrets),
      minutes: 60,
      severity: 'warning',
      says: 'A Secret has not been brought up to date for an hour: it has no value yet, or an old one. Look at the message of the claim, at who may read the store, and whether every key has a value there.',
    },
    ...(copies.length > 0 && {
      copy: {
        expr: failing('pushsecret', namespace, copies),
        minutes: 60,
        severity: 'warning',
        says: 'A Secret that is written by hand has not been copied into the store for an hour. Look at the message of the claim, whether it has every key, and at who may write to the store.',
      },
    }),
  };
}

/**
 * An expression that is true while one of the objects is not ready. If the ServiceMonitor does not honour labels, Prometheus renames the
 * label `namespace` of a metric to `exported_namespace`; the expression accepts both.
 */
function failing(subsystem: string, namespace: string, names: readonly string[]): string {
  const notReady = (label: string) =>
    `${subsystem}_status_condition{${label}="${namespace}",name=~"${names.join('|')}",condition="Ready",status="False"}`;
  return `max by (name) (${notReady('namespace')} or ${notReady('exported_namespace')}) == 1`;
}
