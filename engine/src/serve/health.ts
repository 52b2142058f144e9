/** The standard health service of gRPC (github.com/grpc/grpc/blob/v1.76.0/doc/health-checking.md). */
import { scalar } from '../codec/fields.ts';
import { CodecError } from '../codec/index.ts';
import { message } from '../codec/message.ts';
import { Reader } from '../codec/reader.ts';
import { enumeration, text } from '../codec/types.ts';
import { Writer } from '../codec/writer.ts';
import type { Reply } from './grpc/call.ts';
import type { Methods } from './grpc/server.ts';
import { StatusError, status } from './grpc/status.ts';

const serving = 1;
const notServing = 2;
const serviceUnknown = 3;

const checkRequest = message<{ service: string }>({ service: [1, scalar(text, '')] });
const checkResponse = message<{ status: number }>({ status: [1, scalar(enumeration(), 0)] });
/** The services with a health state; the empty name means the whole server. */
const services = new Set([
  '',
  'apiextensions.fn.proto.v1.FunctionRunnerService',
  'apiextensions.fn.proto.v1beta1.FunctionRunnerService',
]);

/** The health service. It reports SERVING until `stop` is called, which also ends every Watch. */
export function healthService(): { readonly methods: Methods; stop(): void } {
  let current = serving;
  const watchers = new Map<Reply, boolean>();
  return {
    methods: {
      '/grpc.health.v1.Health/Check'(bytes, reply) {
        if (!services.has(serviceIn(bytes))) throw new StatusError(status.notFound, 'no such service');
        reply.send(toBytes(current));
        reply.end();
      },
      '/grpc.health.v1.Health/Watch'(bytes, reply) {
        const isKnown = services.has(serviceIn(bytes));
        watchers.set(reply, isKnown);
        reply.onClose(() => watchers.delete(reply));
        reply.send(toBytes(isKnown ? current : serviceUnknown));
      },
    },
    stop() {
      current = notServing;
      for (const [reply, isKnown] of watchers) {
        if (isKnown) reply.send(toBytes(current));
        reply.end();
      }
      watchers.clear();
    },
  };
}

function serviceIn(bytes: Buffer): string {
  try {
    return checkRequest.read(new Reader(bytes), bytes.length).service;
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    throw new StatusError(status.invalidArgument, `cannot read the request: ${cause.message}`, { cause });
  }
}

function toBytes(state: number): Buffer {
  const writer = new Writer(16);
  checkResponse.write(writer, { status: state });
  return writer.take();
}
