/** Runs a function server: opens the gRPC port and the probes, and closes both. */
import { createServer } from 'node:net';
import type { AnyFunctions } from '../authoring/index.ts';
import { type Handler, dispatch } from '../runtime/index.ts';
import { DirectoryCredentials } from './credentials.ts';
import { grpcServer } from './grpc/server.ts';
import { healthService } from './health.ts';
import { formatAddress, listen, openPort, parseAddress } from './listen.ts';
import { type Log, logJson } from './log.ts';
import { type ServeOptions, defaultOptions } from './options.ts';
import { probeServer } from './probes.ts';
import { refusalLog } from './refusals.ts';
import { runFunctionService } from './run-function.ts';

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
  const onBug = (stack: string): void => log('ERROR', 'the function threw', { stack });
  const handler = typeof functions === 'function' ? functions : dispatch(functions, { onBug });
  const health = healthService();
  const refused = refusalLog(log);
  const methods = { ...runFunctionService(handler, log), ...health.methods };
  const calls = grpcServer(methods, { maxMessageBytes: maxRecvMessageSize * 1024 * 1024, log, refused });
  const credentials = insecure ? undefined : new DirectoryCredentials(tlsServerCertsDir, log, refused);
  const server = credentials?.createServer(calls.accept) ?? createServer({ noDelay: true }, calls.accept);
  let ready = false;
  const probes = healthAddress === 'off' ? undefined : probeServer(() => ready);

  const close = async (): Promise<void> => {
    ready = false;
    health.stop();
    server.close();
    credentials?.close();
    await calls.close(drainTimeout * 1000);
    probes?.close();
    probes?.closeAllConnections();
  };
  try {
    const probed = probes && (await listen(parseAddress(healthAddress), openPort(probes)));
    const bound = await listen(parseAddress(address), openPort(server));
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
