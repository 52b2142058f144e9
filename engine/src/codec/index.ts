/** planesmith/codec: bytes of Crossplane's function protocol to and from objects shaped like those of Crossplane's TypeScript SDK. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import type { Type } from './message.ts';
import { request, response } from './messages.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

export { CodecError } from './codec-error.ts';

/**
 * The request in `bytes`, without `metadata.managedFields` of observed and required objects. Throws a `CodecError` where
 * the bytes are malformed; an observed or required `resource` is read, and so may throw, when it is first asked for.
 */
export const decodeRequest = (bytes: Uint8Array): RunFunctionRequest => decode(request, bytes);

/** The response in `bytes`. Throws a `CodecError` where they are malformed. */
export const decodeResponse = (bytes: Uint8Array): RunFunctionResponse => decode(response, bytes);

/** `value` on the wire; equal values give equal bytes. Throws a `CodecError` with the path of a value that JSON can't hold. */
export const encodeResponse = (value: RunFunctionResponse): Buffer => encode(response, value);

/** `value` on the wire, for clients and tests; equal values give equal bytes. */
export const encodeRequest = (value: RunFunctionRequest): Buffer => encode(request, value);

function decode<T>(type: Type<T>, bytes: Uint8Array): T {
  return type.read(new Reader(bytes), bytes.byteLength);
}

const usualCapacity = 64 * 1024;
const keptCapacity = 1024 * 1024;
let writer = new Writer(usualCapacity);

function encode<T>(type: Type<T>, value: T): Buffer {
  try {
    type.write(writer, value);
    return writer.take();
  } finally {
    // One huge message shall not hold memory for ever, and a failed one shall not precede the next.
    if (writer.capacity > keptCapacity) writer = new Writer(usualCapacity);
    else writer.clear();
  }
}
