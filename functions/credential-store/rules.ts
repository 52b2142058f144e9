/** When somebody is called about Secrets that come from a store: the table to review. */
import type { Rule } from '../alarms/prometheus.ts';

interface Watched {
  readonly namespace: string;
  /** Names of the ExternalSecrets and PushSecrets. */
  readonly secrets: readonly string[];
  readonly copies: readonly string[];
}

/**
 * The rules, by what external-secrets tells (external-secrets.io/latest/api/metrics; labels in pkg/controllers/metrics/labels.go). It asks
 * the store again by itself, so that a store which is away for a while calls nobody.
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

/** Prometheus calls the namespace of what is told `exported_namespace`, unless its ServiceMonitor honours labels: then its own. */
function failing(subsystem: string, namespace: string, names: readonly string[]): string {
  const told = (label: string) =>
    `${subsystem}_status_condition{${label}="${namespace}",name=~"${names.join('|')}",condition="Ready",status="False"}`;
  return `max by (name) (${told('namespace')} or ${told('exported_namespace')}) == 1`;
}
