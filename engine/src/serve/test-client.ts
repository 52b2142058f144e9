/** Clients of a function server for tests. */
import { type RunFunctionRequest, type RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { Client, credentials } from '@grpc/grpc-js';
import { decodeResponse, encodeRequest } from '../codec/index.ts';
import { unary } from './foreign-function.ts';
import { runFunctionPaths } from './run-function.ts';
import type { Authority, Certificate } from './throwaway-certificates.ts';

/** The CA that the client trusts, and its own certificate; without a CA it uses plaintext. */
export interface ClientIdentity {
  readonly ca?: Authority | undefined;
  readonly certificate?: Certificate | undefined;
}

const pem = (text: string | undefined): Buffer | null => (text === undefined ? null : Buffer.from(text));
// The test certificates name hosts, but the server listens on a loopback address.
const options = { 'grpc.max_receive_message_length': -1, 'grpc.ssl_target_name_override': 'localhost' };

/** A client that keeps its connection. */
export interface FunctionClient {
  /** The response bytes of the method `path`; rejects with the gRPC error within seconds. */
  callBytes(path: string, bytes: Buffer): Promise<Buffer>;
  /** The response of the function. */
  call(request: RunFunctionRequest, path?: string): Promise<RunFunctionResponse>;
  close(): void;
}

/** A client of the server at `address`, which connects at its first call. */
export function functionClient(address: string, { ca, certificate }: ClientIdentity = {}): FunctionClient {
  const channel =
    ca === undefined
      ? credentials.createInsecure()
      : credentials.createSsl(pem(ca.cert), pem(certificate?.key), pem(certificate?.cert));
  const client = new Client(address, channel, options);
  const callBytes = (path: string, bytes: Buffer) => unary(client, path, bytes, Date.now() + 20_000);
  return {
    callBytes,
    call: async (request, path = runFunctionPaths[0] as string) =>
      decodeResponse(await callBytes(path, encodeRequest(request))),
    close: () => client.close(),
  };
}

/** The response bytes of the method `path` on the server at `address`, over a connection of its own. */
export function callBytes(address: string, path: string, bytes: Buffer, client: ClientIdentity): Promise<Buffer> {
  return once(address, client, (connected) => connected.callBytes(path, bytes));
}

/** The response of the function at `address`, over a connection of its own. */
export function callFunction(
  address: string,
  request: RunFunctionRequest,
  client: ClientIdentity = {},
  path?: string,
): Promise<RunFunctionResponse> {
  return once(address, client, (connected) => connected.call(request, path));
}

async function once<T>(
  address: string,
  owner: ClientIdentity,
  call: (client: FunctionClient) => Promise<T>,
): Promise<T> {
  const client = functionClient(address, owner);
  try {
    return await call(client);
  } finally {
    client.close();
  }
}
