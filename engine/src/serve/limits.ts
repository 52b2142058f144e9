/**
 * What clients may take from a server. Crossplane opens one connection, and calls from each of its workers; a client over a limit
 * puts out the oldest of its kind, so that nobody can lock Crossplane out.
 */
export const limits = {
  /** TLS handshakes that have not ended, which need no certificate. One takes 60 kB. */
  handshakes: 256,
  /** A handshake ends within this time. */
  handshakeMilliseconds: 10_000,
  /** Connections of admitted clients. */
  connections: 100,
  /** Calls at once on one connection; the client itself holds back more. gRPC advises 100 or more. */
  streamsPerConnection: 100,
  /** Calls at once on all connections that have not ended. */
  calls: 1000,
  /** A request arrives, and its response is read, within this time, after which Crossplane gives up as well (core composite/reconciler.go). */
  callSeconds: 120,
  /** Calls of the health service that wait for a change. */
  watches: 100,
  /** Connections to the probes. */
  probes: 100,
  probeMilliseconds: 5000,
} as const;
