/** Calls the function of a step of others, which listens without TLS as Crossplane's Development runtime expects it. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { Client, type ServiceError, credentials, status } from '@grpc/grpc-js';
import { decodeResponse, encodeRequest } from '../codec/index.ts';
import { UserError } from '../errors.ts';
import { runFunctionPaths } from './run-function.ts';

/** A function at an address. */
export interface ForeignFunction {
  /** The function's response; rejects with a `UserError` that names step and address. */
  call(request: RunFunctionRequest): Promise<RunFunctionResponse>;
  close(): void;
}

/** How long to wait. */
interface Patience {
  /** For a function that is still starting. */
  readonly connectSeconds: number;
  /** For an answer; `crossplane composition render` waits as long for all steps. */
  readonly callSeconds: number;
}

/** The function of the step `step` at `address`, to which it connects at its first call. */
export function foreignFunction(
  step: string,
  address: string,
  { connectSeconds, callSeconds }: Patience = { connectSeconds: 3, callSeconds: 60 },
): ForeignFunction {
  // A proxy of this machine knows nothing of functions.
  const client = new Client(address, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
  const soon = (seconds: number) => Date.now() + seconds * 1000;
  let connected: Promise<boolean> | undefined;
  const refusal = (reason: string, hint: string, cause: unknown) =>
    new UserError(`step ${step}: ${reason}`, { hint, cause });

  const bytesOf = async (message: Buffer): Promise<Buffer> => {
    connected ??= new Promise((resolve) => client.waitForReady(soon(connectSeconds), (error) => resolve(!error)));
    // Without a connection, the call fails at once and says why.
    const seconds = (await connected) ? callSeconds : connectSeconds / 5;
    for (const path of runFunctionPaths) {
      try {
        return await unary(client, path, message, soon(seconds));
      } catch (cause) {
        const { code, details } = cause as ServiceError;
        if (code === status.UNIMPLEMENTED) continue;
        if (code === status.UNAVAILABLE || !(await connected)) {
          const hint = 'start the function with --insecure, or leave out --function to skip its step';
          throw refusal(`no function answers at ${address} (${reasonIn(details)})`, hint, cause);
        }
        if (code === status.DEADLINE_EXCEEDED) {
          const hint = 'look into its log, or leave out --function to skip its step';
          throw refusal(`the function at ${address} did not answer within ${callSeconds} seconds`, hint, cause);
        }
        throw refusal(`the function at ${address} failed: ${details}`, 'look into its log', cause);
      }
    }
    throw refusal(`what listens at ${address} is no composition function`, 'check the address', undefined);
  };
  return {
    async call(request) {
      const bytes = await bytesOf(encodeRequest(request));
      try {
        return decodeResponse(bytes);
      } catch (cause) {
        const reason = `what answers at ${address} is no composition function: ${(cause as Error).message}`;
        throw refusal(reason, 'check the address', cause);
      }
    },
    close: () => client.close(),
  };
}

const identity = (value: Buffer): Buffer => value;

/** The response bytes of the method `path`; rejects with a `ServiceError`. */
export function unary(client: Client, path: string, message: Buffer, deadline: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, identity, identity, message, { deadline }, (error, value) => {
      if (error === null && value !== undefined) resolve(value);
      else reject(error ?? new Error('neither error nor response'));
    });
  });
}

/** What gRPC's words for a missing connection mean here. */
function reasonIn(details: string): string {
  if (/ECONNREFUSED/.test(details)) return 'nothing listens there';
  if (/^Name resolution failed|ENOTFOUND|EAI_AGAIN/.test(details)) return 'the host name is unknown';
  return 'what listens there does not speak gRPC without TLS';
}
