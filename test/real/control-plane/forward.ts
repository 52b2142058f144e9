/** Forwards connections from a port or Unix socket to another. */
import { connect, createServer, type Server, type TcpNetConnectOpts } from 'node:net';

/** A port of an address, or a Unix socket. */
export type Place = { readonly path: string } | { readonly port: number; readonly host: string };

/** Resolves with the server once it listens at `from`; it forwards every connection to `to`. */
export function forward(from: Place, to: Place): Promise<Server> {
  const server = createServer((near) => {
    const far = connect(to as TcpNetConnectOpts);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(from, () => resolve(server));
  });
}
