/** The probes of Kubernetes over plain http, since its gRPC probes do not support TLS. */
import { type Server, createServer } from 'node:http';
import type { Socket } from 'node:net';
import { Bounded } from './bounded.ts';
import { limits } from './limits.ts';

const { probes, probeMilliseconds } = limits;
const timeouts = {
  headersTimeout: probeMilliseconds,
  requestTimeout: probeMilliseconds,
  connectionsCheckingInterval: 1000,
};

/** A server, not yet listening: `/healthz` returns 200 while the process runs, `/readyz` only while `isReady` is true. */
export function probeServer(isReady: () => boolean): Server {
  const connections = new Bounded<Socket>(probes, (socket) => socket.destroy());
  const server = createServer(timeouts, (request, response) => {
    const ok = { '/healthz': true, '/readyz': isReady() }[request.url ?? ''];
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.setHeader('connection', 'close');
    if (request.method !== 'GET' && request.method !== 'HEAD') response.writeHead(405, { allow: 'GET, HEAD' }).end();
    else if (ok === undefined) response.writeHead(404).end('not found\n');
    else response.writeHead(ok ? 200 : 503).end(ok ? 'ok\n' : 'not ready\n');
  });
  return server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
}
