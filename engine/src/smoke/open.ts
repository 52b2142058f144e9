/** Opens a connection to what a claim provides, if this machine can reach it. */
import { connect } from 'node:net';

/** What became of an attempt to open an address, in words. */
export type Opener = (host: string, port: number) => Promise<string>;

/** How long an address may take to take a connection. */
const patienceMs = 3000;

/** Opens the address by TCP and closes it again. Nobody logs in: that the port listens is all that is said. Never rejects. */
export const openTcp: Opener = (host, port) =>
  new Promise((done) => {
    const socket = connect({ host, port });
    const end = (says: string) => {
      socket.destroy();
      done(says);
    };
    socket.setTimeout(patienceMs, () => end(`${host}:${port} was not opened: this machine does not reach it`));
    socket.on('connect', () => end(`${host}:${port} takes connections`));
    socket.on('error', ({ code = '' }: NodeJS.ErrnoException) =>
      end(`${host}:${port} was not opened: this machine does not reach it (${code})`),
    );
  });
