/** The metrics of a database in Kubernetes that Prometheus collects. */
import { PodMonitor } from '../kinds/pod-monitor.ts';

/** The monitor of the servers and poolers of a cluster. */
export function podMonitor(cluster: string, labels: Readonly<Record<string, string>> = {}) {
  return PodMonitor({
    metadata: { labels: { ...labels } },
    spec: {
      selector: { matchLabels: { 'cnpg.io/cluster': cluster } },
      podMetricsEndpoints: [{ port: 'metrics' }],
    },
  });
}
