/** The gRPC service that Crossplane calls, under both of its names. */
import type { Resource, RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { CodecError, decodeRequest, encodeResponse } from '../codec/index.ts';
import { atOnce } from '../runtime/read/at-once.ts';
import { type Handler, toResponse } from '../runtime/index.ts';
import { redact } from '../runtime/respond/redact.ts';
import { severityFatal, severityWarning } from '../runtime/respond/wire.ts';
import type { Method } from './grpc/call.ts';
import type { Methods } from './grpc/server.ts';
import { StatusError, status } from './grpc/status.ts';
import type { Log } from './log.ts';

/** Crossplane calls v1, and falls back to v1beta1 (1.16 and older); both have the same wire format. */
export const runFunctionPaths = ['v1', 'v1beta1'].map(
  (version) => `/apiextensions.fn.proto.${version}.FunctionRunnerService/RunFunction`,
);

/** The results that the log has, as it calls them. */
const titles: ReadonlyMap<number, string> = new Map([
  [severityFatal, 'fatal result'],
  [severityWarning, 'warning'],
]);

/** The service, answered by `handler`. */
export function runFunctionService(handler: Handler, log: Log): Methods {
  const runFunction: Method = (message, reply) => {
    reply.send(answerOrRefuse(message, handler, log));
    reply.end();
  };
  return Object.fromEntries(runFunctionPaths.map((path) => [path, runFunction]));
}

function answerOrRefuse(bytes: Uint8Array, handler: Handler, log: Log): Buffer {
  try {
    return answer(bytes, handler, log);
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    throw new StatusError(status.invalidArgument, `cannot read the request: ${cause.message}`, { cause });
  }
}
/**
 * The response of `handler` to a request. If the handler throws, or returns no response, the response is that to a bug, with the request's tag.
 * Each fatal result and each warning leaves one line in the log, with the name of the XR. Throws a `CodecError` if the request can't be read.
 */
export function answer(bytes: Uint8Array, handler: Handler, log: Log): Buffer {
  const request = decodeRequest(bytes);
  let response: RunFunctionResponse | undefined;
  let encoded: Buffer;
  try {
    response = responseIn(atOnce(handler(request), 'the handler'));
    encoded = encodeResponse(response);
  } catch (error) {
    const [message, stack] = error instanceof Error ? [String(error.message), error.stack] : [String(error)];
    log('ERROR', 'the function threw', { ...subject(request), stack: redact(stack ?? message, request) });
    const requirements = response?.requirements?.resources ?? {};
    return encodeResponse(toResponse({ outcome: 'failed', request, error, situation: undefined, requirements }));
  }
  for (const { severity, message } of response.results) {
    const title = titles.get(severity);
    if (title !== undefined) log('ERROR', title, { ...subject(request), result: redact(message, request) });
  }
  return encoded;
}

function responseIn(value: unknown): RunFunctionResponse {
  if (Array.isArray((value as Partial<RunFunctionResponse> | undefined)?.results)) return value as RunFunctionResponse;
  throw new TypeError('the handler returned no response: it must return a RunFunctionResponse with results');
}

/** The kind and name of the XR in a request, for the log; its content may be secret. */
function subject(request: RunFunctionRequest): Record<string, unknown> {
  try {
    const { kind, metadata } = (request.observed?.composite as Resource | undefined)?.resource ?? {};
    return { kind, namespace: metadata?.namespace, name: metadata?.name };
  } catch {
    return {};
  }
}
