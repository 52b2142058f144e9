/** Who is called about what runs in the cluster: rules of Prometheus, whose Alertmanager knows whom to tell. */
import { callText, type Subject } from './alarm.ts';
import { PrometheusRule } from '../kinds/prometheus-rule.ts';

export interface Rule {
  /** An expression that has a value while something is wrong. */
  readonly expr: string;
  readonly minutes: number;
  readonly severity: 'warning' | 'critical';
  /** What is wrong and what helps, in whole sentences, for who is called. */
  readonly says: string;
}

interface Watched extends Subject {
  /** Labels by which Prometheus finds its rules. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

/** The rules by name; an alert says whose it is in its labels, too, by which it finds its way. */
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
