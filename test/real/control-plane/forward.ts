/** Passes on connections: from a port or a socket of the file system to another. */
import { connect, createServer, type Server, type TcpNetConnectOpts } from 'node:net';

/** A port of an address, or a socket of the file system. */
export type Place = { readonly path: string } | { readonly port: number; readonly host: string };

/** Resolves with the server once it listens at `from`; every connection there becomes one to `to`. */
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
