/** The service that Crossplane calls, under both of its names, and how one call is answered. */
import type { Resource, RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { type Server, type handleUnaryCall, status } from '@grpc/grpc-js';
import { CodecError, decodeRequest, encodeResponse } from '../codec/index.ts';
import type { Handler } from '../runtime/index.ts';
import { redact } from '../runtime/respond/redact.ts';
import { severityFatal } from '../runtime/respond/wire.ts';
import type { Log } from './log.ts';

/** Crossplane tries v1 first and falls back to v1beta1 (1.16 and older); their messages are equal on the wire. */
export const runFunctionPaths = ['v1', 'v1beta1'].map(
  (version) => `/apiextensions.fn.proto.${version}.FunctionRunnerService/RunFunction`,
);

const asIs = (bytes: Buffer): Buffer => bytes;

/** Adds the service to `server`, answered by `handler`. */
export function addRunFunction(server: Server, handler: Handler, log: Log): void {
  const runFunction: handleUnaryCall<Buffer, Buffer> = (call, callback) => {
    try {
      callback(null, answer(call.request, handler, log));
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      log('ERROR', `request refused: ${error.message}`);
      callback({ code: status.INVALID_ARGUMENT, details: `cannot read the request: ${error.message}` });
    }
  };
  for (const path of runFunctionPaths) server.register(path, runFunction, asIs, asIs, 'unary');
}

/**
 * The response of `handler` to a request. What it throws becomes a fatal result that keeps the request's tag; a fatal
 * result is logged with the XR it concerns. Throws a `CodecError` where the request can't be read.
 */
export function answer(bytes: Uint8Array, handler: Handler, log: Log): Buffer {
  const request = decodeRequest(bytes);
  let response: RunFunctionResponse;
  let encoded: Buffer;
  try {
    response = handler(request);
    encoded = encodeResponse(response);
  } catch (error) {
    const [message, stack] = error instanceof Error ? [error.message, error.stack] : [String(error), String(error)];
    response = fatalResponse(request, redact(message, request));
    encoded = encodeResponse(response);
    log('ERROR', 'the function threw', { ...subject(request), stack: redact(stack ?? message, request) });
  }
  for (const { severity, message } of response.results) {
    if (severity === severityFatal) log('ERROR', 'fatal result', { ...subject(request), result: message });
  }
  return encoded;
}

function fatalResponse(request: RunFunctionRequest, message: string): RunFunctionResponse {
  return {
    meta: { tag: request.meta?.tag ?? '' },
    desired: undefined,
    results: [{ severity: severityFatal, message }],
    requirements: undefined,
    conditions: [],
  };
}

/** Which XR a request is about; its content is nobody's business. */
function subject(request: RunFunctionRequest): Record<string, unknown> {
  try {
    const { kind, metadata } = (request.observed?.composite as Resource | undefined)?.resource ?? {};
    return { kind, namespace: metadata?.namespace, name: metadata?.name };
  } catch {
    return {};
  }
}
