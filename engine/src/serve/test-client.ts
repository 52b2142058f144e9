/** A client for tests that sends one request to a function server over its own connection, as Crossplane does. */
import { type RunFunctionRequest, type RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { Client, type ServiceError, credentials } from '@grpc/grpc-js';
import { decodeResponse, encodeRequest } from '../codec/index.ts';
import { runFunctionPaths } from './run-function.ts';
import type { Authority, Certificate } from './throwaway-certificates.ts';

/** The CA that the client trusts, and its own certificate; without a CA it uses plaintext. */
export interface ClientIdentity {
  readonly ca?: Authority | undefined;
  readonly certificate?: Certificate | undefined;
}

const pem = (text: string | undefined): Buffer | null => (text === undefined ? null : Buffer.from(text));
const identity = (value: Buffer): Buffer => value;
// The test certificates name hosts, but the server listens on a loopback address.
const options = { 'grpc.max_receive_message_length': -1, 'grpc.ssl_target_name_override': 'localhost' };

/** The response bytes of the method `path` on the server at `address`; rejects with the gRPC error within seconds. */
export function callBytes(
  address: string,
  path: string,
  bytes: Buffer,
  { ca, certificate }: ClientIdentity,
): Promise<Buffer> {
  const channel =
    ca === undefined
      ? credentials.createInsecure()
      : credentials.createSsl(pem(ca.cert), pem(certificate?.key), pem(certificate?.cert));
  const client = new Client(address, channel, options);
  return new Promise<Buffer>((resolve, reject) => {
    const done = (error: ServiceError | null, value?: Buffer) => {
      client.close();
      if (error === null && value !== undefined) resolve(value);
      else reject(error ?? new Error('neither error nor response'));
    };
    client.makeUnaryRequest(path, identity, identity, bytes, { deadline: Date.now() + 20_000 }, done);
  });
}

/** The response of the function at `address`. */
export async function callFunction(
  address: string,
  request: RunFunctionRequest,
  client: ClientIdentity = {},
  path = runFunctionPaths[0] as string,
): Promise<RunFunctionResponse> {
  return decodeResponse(await callBytes(address, path, encodeRequest(request), client));
}
