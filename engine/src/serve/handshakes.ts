/** Bounds the TLS handshakes of a server, in number and time: they cost memory, and anybody can begin one. */
import type { Socket } from 'node:net';
import type { Server } from 'node:tls';
import { Bounded } from './bounded.ts';
import { limits } from './limits.ts';
import { type Refused, clientOf } from './refusals.ts';

/** The errors of clients that leave, as programs do that only look whether the port is open. */
const leavingErrors = new Set(['ECONNRESET', 'EPIPE']);

/** Closes connections whose handshake takes too long, fails, or is one too many; the oldest goes first. */
export function boundHandshakes(server: Server, refused: Refused): void {
  const begun = new Map<string, Socket>();
  const handshakes = new Bounded<Socket>(limits.handshakes, (socket) => {
    refused(`there are more than ${limits.handshakes} handshakes, and this one is the oldest`, clientOf(socket));
    socket.destroy();
  });
  server.on('connection', (socket) => {
    const client = clientOf(socket);
    begun.set(client, socket);
    handshakes.add(socket);
    socket.once('close', () => {
      handshakes.delete(socket);
      if (begun.get(client) === socket) begun.delete(client);
    });
  });
  server.on('secureConnection', (socket) => {
    const connection = begun.get(clientOf(socket));
    if (connection !== undefined) handshakes.delete(connection);
  });
  // Node reports a handshake that takes too long, and leaves the connection open.
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    const { code = 'unknown error' } = error;
    if (!leavingErrors.has(code)) refused(`its TLS handshake failed (${code})`, clientOf(socket));
    socket.destroy();
  });
}
