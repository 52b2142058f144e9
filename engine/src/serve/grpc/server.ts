/**
 * A gRPC server on sessions of `node:http2`, with bounds on whatever a client can open and leave open.
 *
 * The server of grpc-js gives no hold on its sessions and streams, so it could not end those that a client leaves half open.
 */
import {
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  constants,
  performServerHandshake,
} from 'node:http2';
import type { Socket } from 'node:net';
import { Bounded } from '../bounded.ts';
import { limits } from '../limits.ts';
import type { Log } from '../log.ts';
import { type Refused, clientOf } from '../refusals.ts';
import { Call, type Method, isCall } from './call.ts';
import { type Code, StatusError, status } from './status.ts';

/** Methods by their paths, such as `/grpc.health.v1.Health/Check`. */
export type Methods = Readonly<Record<string, Method>>;

/** A server of open connections; it opens no port. */
export interface GrpcServer {
  /** Serves a connection. */
  accept(socket: Socket): void;
  /** Lets running calls end, cuts those that still run after `milliseconds`, and resolves after every connection is closed. */
  close(milliseconds: number): Promise<void>;
}

interface Connection {
  readonly socket: Socket;
  readonly session: ServerHttp2Session;
  readonly client: string;
}
interface OpenCall {
  readonly call: Call;
  readonly client: string;
  /** The sweeps since it began. Time alone would blame a client for a process that was busy. */
  sweeps: number;
}

/** The options of a server. */
export interface GrpcOptions {
  /** The longest request; all requests that arrive together may have twice as much, and any more wait. */
  readonly maxMessageBytes: number;
  readonly log: Log;
  readonly refused: Refused;
  /** @default the limit of a server */
  readonly callSeconds?: number;
}

const sessionOptions = {
  settings: { maxConcurrentStreams: limits.streamsPerConnection },
  // Node's own bound counts responses that wait for the client, and would refuse further calls of an honest one.
  maxSessionMemory: Number.MAX_SAFE_INTEGER,
};

/** The sweeps over its calls that a server makes in the time of one. */
const maxSweeps = 6;

/** A server of `methods`. */
export function grpcServer(
  methods: Methods,
  { maxMessageBytes, log, refused, callSeconds = limits.callSeconds }: GrpcOptions,
): GrpcServer {
  const connections = new Bounded<Connection>(limits.connections, ({ socket, client }) => {
    refused(
      `there are more than ${limits.connections} connections, and this one was without a call for longest`,
      client,
    );
    socket.destroy();
  });
  const calls = new Bounded<OpenCall>(limits.calls, (call) =>
    cut(call, status.resourceExhausted, `there are more than ${limits.calls} calls, and this one is the oldest`),
  );
  const watches = new Bounded<OpenCall>(limits.watches, (call) =>
    cut(call, status.resourceExhausted, `there are more than ${limits.watches} watches, and this one is the oldest`),
  );
  const cut = ({ call, client }: OpenCall, code: Code, reason: string): void => {
    refused(reason, client);
    call.fail(code, reason);
  };
  const sweeper = setInterval(
    () => {
      for (const call of calls) {
        call.sweeps += 1;
        if (call.sweeps <= maxSweeps) continue;
        calls.delete(call);
        cut(call, status.deadlineExceeded, `a call did not end within ${callSeconds} seconds`);
      }
    },
    (callSeconds * 1000) / maxSweeps,
  ).unref();

  const byPath = new Map(Object.entries(methods));
  let arriving = 0;
  const isFull = () => arriving > maxMessageBytes * 2;
  /** Counts the bytes of requests. While there are too many, only the oldest call may go on. */
  const onSize = (call: Call, bytes: number): void => {
    const wasFull = isFull();
    arriving += bytes;
    const [oldest] = calls;
    if (isFull() && oldest?.call !== call) call.pause();
    if (bytes > 0 || !wasFull) return;
    for (const open of calls) {
      open.call.resume();
      if (isFull()) break;
    }
  };
  const serve = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, client: string): void => {
    const call = new Call(stream);
    if (!isCall(headers)) {
      stream.respond({ ':status': 415 }, { endStream: true });
      stream.close(constants.NGHTTP2_NO_ERROR);
      return;
    }
    const method = byPath.get(headers[':path'] ?? '');
    if (method === undefined) return call.fail(status.unimplemented, `there is no method ${headers[':path']}`);
    const open: OpenCall = { call, client, sweeps: 0 };
    calls.add(open);
    // Before the call gives back its bytes, so that it is not the oldest any more.
    call.onClose(() => {
      calls.delete(open);
      watches.delete(open);
    });
    const run: Method = (message, reply) => {
      method(message, reply);
      if (!call.isStreaming) return;
      calls.delete(open);
      watches.add(open);
    };
    const onFailure = (error: unknown): void => {
      if (error instanceof StatusError) log('ERROR', `request refused: ${error.message}`, { client });
      else log('ERROR', 'this is a bug', { client, stack: error instanceof Error ? error.stack : String(error) });
    };
    call.run(run, { maxMessageBytes, onSize: (bytes) => onSize(call, bytes), onFailure });
  };

  return {
    accept(socket) {
      const client = clientOf(socket);
      const session = performServerHandshake(socket, sessionOptions);
      const connection: Connection = { socket, session, client };
      // Errors are followed by a close.
      session.on('error', () => {});
      session.on('stream', (stream, headers) => {
        connections.add(connection);
        serve(stream, headers, client);
      });
      socket.once('close', () => connections.delete(connection));
      connections.add(connection);
    },
    async close(milliseconds) {
      clearInterval(sweeper);
      const open = [...connections];
      const closed = open.map(({ socket }) =>
        socket.destroyed ? undefined : new Promise((resolve) => socket.once('close', resolve)),
      );
      for (const { session } of open) session.close();
      const timer = setTimeout(() => open.forEach(({ socket }) => socket.destroy()), milliseconds);
      await Promise.all(closed);
      clearTimeout(timer);
    },
  };
}
