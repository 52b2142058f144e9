/** Runs a function server: opens the gRPC port and the probes, and closes both. */
import { Server, logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import type { AnyFunctions } from '../authoring/index.ts';
import { type Handler, dispatch } from '../runtime/index.ts';
import { DirectoryCredentials } from './credentials.ts';
import { addHealth } from './health.ts';
import { formatAddress, listen, openPlain, openPort, openSecure, parseAddress } from './listen.ts';
import { type Log, logJson } from './log.ts';
import { type ServeOptions, defaultOptions } from './options.ts';
import { probeServer } from './probes.ts';
import { addRunFunction } from './run-function.ts';

/** A listening server. */
export interface RunningServer {
  /** The address on which it listens, with the assigned port if the option was 0. */
  readonly address: string;
  /** The address of the probes, undefined if they are off. */
  readonly healthAddress: string | undefined;
  /** Accepts no more calls, lets running calls end within the drain time, and resolves after every port is closed. */
  close(): Promise<void>;
}

/**
 * Serves a platform's functions, or any handler; resolves once it listens. Throws a `UserError` if certificates are
 * missing or a port can't be opened, and leaves nothing open.
 */
export async function serve(
  functions: AnyFunctions | Handler,
  options: Partial<ServeOptions> = {},
  log: Log = logJson,
): Promise<RunningServer> {
  const { address, healthAddress, tlsServerCertsDir, insecure, maxRecvMessageSize, drainTimeout } = {
    ...defaultOptions,
    ...options,
  };
  // This server logs failures of grpc-js itself; GRPC_VERBOSITY enables the log of grpc-js.
  if (process.env['GRPC_VERBOSITY'] === undefined) setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    'grpc.max_receive_message_length': maxRecvMessageSize * 1024 * 1024,
    'grpc.max_send_message_length': -1,
    'grpc.enable_channelz': 0,
  });
  const onBug = (stack: string): void => log('ERROR', 'the function threw', { stack });
  const handler = typeof functions === 'function' ? functions : dispatch(functions, { onBug });
  addRunFunction(server, handler, log);
  const health = addHealth(server);
  const credentials = insecure ? undefined : new DirectoryCredentials(tlsServerCertsDir, log);
  let ready = false;
  const probes = healthAddress === 'off' ? undefined : probeServer(() => ready);

  const close = async (): Promise<void> => {
    ready = false;
    health.stop();
    credentials?.close();
    await shutdown(server, drainTimeout * 1000);
    probes?.close();
    probes?.closeAllConnections();
  };
  try {
    const probed = probes && (await listen(parseAddress(healthAddress), openPort(probes)));
    const bound = await listen(
      parseAddress(address),
      credentials === undefined ? openPlain(server) : openSecure(server, credentials),
    );
    ready = true;
    const running = {
      address: formatAddress(bound),
      healthAddress: probed && formatAddress(probed),
    };
    log('INFO', 'serving', { ...running, tls: insecure ? 'none: anybody may call' : 'client certificate required' });
    return { ...running, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Resolves when no call runs any more; cuts calls that still run after `milliseconds`. */
function shutdown(server: Server, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, milliseconds);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
