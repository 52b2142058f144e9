/** The standard health service of gRPC (github.com/grpc/grpc/blob/v1.76.0/doc/health-checking.md). */
import { type Server, type ServerWritableStream, type handleUnaryCall, status } from '@grpc/grpc-js';
import { scalar } from '../codec/fields.ts';
import { message } from '../codec/message.ts';
import { Reader } from '../codec/reader.ts';
import { enumeration, text } from '../codec/types.ts';
import { Writer } from '../codec/writer.ts';

const serving = 1;
const notServing = 2;
const serviceUnknown = 3;

// Both are objects, since grpc-js takes an empty string or a zero for no message.
interface CheckRequest {
  service: string;
}
interface CheckResponse {
  status: number;
}
const checkRequest = message<CheckRequest>({ service: [1, scalar(text, '')] });
const checkResponse = message<CheckResponse>({ status: [1, scalar(enumeration(), 0)] });
/** The services with a health state; the empty name means the whole server. */
const services = new Set([
  '',
  'apiextensions.fn.proto.v1.FunctionRunnerService',
  'apiextensions.fn.proto.v1beta1.FunctionRunnerService',
]);

const toBytes = (response: CheckResponse): Buffer => {
  const writer = new Writer(16);
  checkResponse.write(writer, response);
  return writer.take();
};
const fromBytes = (bytes: Buffer): CheckRequest => checkRequest.read(new Reader(bytes), bytes.length);

/** Adds the health service to `server`. It reports SERVING until `stop` is called, which also ends every Watch. */
export function addHealth(server: Server): { stop(): void } {
  let current = serving;
  const watchers = new Set<ServerWritableStream<CheckRequest, CheckResponse>>();
  const check: handleUnaryCall<CheckRequest, CheckResponse> = ({ request }, callback) => {
    if (services.has(request.service)) callback(null, { status: current });
    else callback({ code: status.NOT_FOUND, details: 'no such service' });
  };
  const watch = (call: ServerWritableStream<CheckRequest, CheckResponse>): void => {
    watchers.add(call);
    call.on('cancelled', () => watchers.delete(call));
    call.write({ status: services.has(call.request.service) ? current : serviceUnknown });
  };
  server.register('/grpc.health.v1.Health/Check', check, toBytes, fromBytes, 'unary');
  server.register('/grpc.health.v1.Health/Watch', watch, toBytes, fromBytes, 'serverStream');
  return {
    stop() {
      current = notServing;
      for (const call of watchers) {
        if (services.has(call.request.service)) call.write({ status: current });
        call.end();
      }
      watchers.clear();
    },
  };
}
