/** What core counts about itself. */

export interface Metrics {
  /** The calls of functions (core internal/xfn/function_runner_metrics.go). */
  readonly calls: number;
  /** The requests that change an object which exists, or apply one (client-go's metrics). */
  readonly writes: number;
  /** The tokens that circuit breakers have spent, by the controller of the XRs. */
  readonly tokens: Readonly<Record<string, number>>;
  /** The controllers of XRs whose circuit breaker has opened (core internal/circuit/circuit_metrics.go). */
  readonly opened: readonly string[];
}

/** Core's metrics, which it serves on a port of 127.0.0.1. */
export async function metricsAt(port: number): Promise<Metrics> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const counts = (name: string) => [...text.matchAll(new RegExp(`^${name}\\{([^}]*)\\} (\\d+)$`, 'gm'))];
  const sum = (found: readonly RegExpExecArray[]) => found.reduce((total, [, , count]) => total + Number(count), 0);
  const changes = counts('rest_client_requests_total').filter(([, labels = '']) => /method="(PATCH|PUT)"/.test(labels));
  const tokens: Record<string, number> = {};
  // One line for the events that the circuit breaker let through, and one for those that it dropped.
  for (const [, labels = '', count] of counts('circuit_breaker_events_total')) {
    const controller = /controller="composite\/([^"]+)"/.exec(labels)?.[1] ?? labels;
    tokens[controller] = (tokens[controller] ?? 0) + Number(count);
  }
  return {
    tokens,
    calls: sum(counts('function_run_function_request_total')),
    writes: sum(changes),
    opened: counts('circuit_breaker_opens_total').map(([, labels = '']) => labels),
  };
}
