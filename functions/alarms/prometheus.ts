/** Alarms in a cluster: Prometheus rules. Alertmanager routes their alerts to the person on call. */
import { callText, type Subject } from './alarm.ts';
import { PrometheusRule } from '../kinds/prometheus-rule.ts';

export interface Rule {
  /** An expression that has a value while something is wrong. */
  readonly expr: string;
  readonly minutes: number;
  readonly severity: 'warning' | 'critical';
  /** The problem and its remedy, in full sentences, for the person on call. */
  readonly says: string;
}

interface Watched extends Subject {
  /** Labels by which Prometheus finds its rules. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

/** The rules by name. The labels of an alert name its namespace and claim, by which Alertmanager can route it. */
export function rules(watched: Watched, table: Readonly<Record<string, Rule>>) {
  const { claim, links, labels } = watched;
  const runbook = links?.['runbook'];
  return PrometheusRule({
    metadata: { labels: { ...labels } },
    spec: {
      groups: [
        {
          name: claim.kind.toLowerCase(),
          rules: Object.entries(table).map(([name, { expr, minutes, severity, says }]) => ({
            alert: `${claim.kind}${name.replace(/^./, (first) => first.toUpperCase())}`,
            expr,
            for: `${minutes}m`,
            labels: { severity, namespace: claim.namespace, claim: claim.name },
            annotations: {
              summary: callText({ claim, links: undefined }, says),
              ...(runbook !== undefined && { runbook_url: runbook }),
            },
          })),
        },
      ],
    },
  });
}
