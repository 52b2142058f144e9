/** planesmith/codec: converts between the bytes of Crossplane's function protocol and the objects of Crossplane's TypeScript SDK. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import type { Type } from './message.ts';
import { request, response } from './messages.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

export { CodecError } from './codec-error.ts';

/**
 * The request in `bytes`, without `metadata.managedFields` of observed and required objects. Throws a `CodecError` if
 * the bytes are malformed.
 *
 * An observed or required `resource` is decoded at its first read, which may therefore throw as well.
 */
export const decodeRequest = (bytes: Uint8Array): RunFunctionRequest => decode(request, bytes);

/** The response in `bytes`. Throws a `CodecError` if they are malformed. */
export const decodeResponse = (bytes: Uint8Array): RunFunctionResponse => decode(response, bytes);

/** The bytes of `value`; equal values give equal bytes. Throws a `CodecError` with the path of a value that is not JSON. */
export const encodeResponse = (value: RunFunctionResponse): Buffer => encode(response, value);

/** The bytes of `value`, for clients and tests; equal values give equal bytes. */
export const encodeRequest = (value: RunFunctionRequest): Buffer => encode(request, value);

function decode<T>(type: Type<T>, bytes: Uint8Array): T {
  return type.read(new Reader(bytes), bytes.byteLength);
}

const usualCapacity = 64 * 1024;
const maxCapacity = 1024 * 1024;
let writer = new Writer(usualCapacity);

function encode<T>(type: Type<T>, value: T): Buffer {
  try {
    type.write(writer, value);
    return writer.take();
  } finally {
    // Free the memory of a huge message, and drop the bytes of a failed one.
    if (writer.capacity > maxCapacity) writer = new Writer(usualCapacity);
    else writer.clear();
  }
}
