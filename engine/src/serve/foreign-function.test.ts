import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { widgetRequest } from '../testing/widget-request.ts';
import { foreignFunction } from './foreign-function.ts';
import type { Method } from './grpc/call.ts';
import { grpcServer } from './grpc/server.ts';
import { StatusError, status } from './grpc/status.ts';
import { runFunctionPaths } from './run-function.ts';
import { type RunningServer, serve } from './server.ts';

const patience = { connectSeconds: 0.2, callSeconds: 0.3 };
const quiet = () => undefined;
const closing = new Set<Socket>();
afterAll(() => closing.forEach((socket) => socket.destroy()));

/** The address of a server on a free port. */
function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function serving(method: Method, path = runFunctionPaths[0]!): Server {
  const options = { maxMessageBytes: 1 << 20, log: quiet, refused: quiet };
  return createServer(grpcServer({ [path]: method }, options).accept);
}

/** A gRPC server with one method that answers with bytes, or not at all. */
function answering(bytes: Buffer | undefined, path?: string): Server {
  return serving((_, reply) => {
    if (bytes === undefined) return;
    reply.send(bytes);
    reply.end();
  }, path);
}

function failing(details: string): Server {
  return serving(() => {
    throw new StatusError(status.internal, details);
  });
}

describe('the function of a step of others', () => {
  let server: RunningServer;
  const options = { address: '127.0.0.1:0', healthAddress: 'off', insecure: true };
  beforeAll(async () => {
    server = await serve(
      ({ meta, desired }) => ({
        meta: { tag: meta?.tag ?? '' },
        desired,
        results: [{ severity: 3, message: 'seen' }],
        requirements: undefined,
        conditions: [],
      }),
      options,
      quiet,
    );
  });
  afterAll(() => server.close());

  it('answers over gRPC without TLS', async () => {
    const quota = foreignFunction('quota', server.address);
    const response = await quota.call(widgetRequest({ desired: { composite: undefined, resources: {} } }));
    quota.close();
    expect(response).toMatchObject({
      meta: { tag: 'the-tag' },
      results: [{ message: 'seen' }],
      desired: { resources: {} },
    });
  });

  it('may be an older one, which has the service in version v1beta1 only', async () => {
    const old = answering(Buffer.alloc(0), runFunctionPaths[1]);
    const quota = foreignFunction('quota', await listening(old));
    expect((await quota.call(widgetRequest())).results).toEqual([]);
    quota.close();
    old.close();
  });

  it.each([
    {
      reason: 'nothing listens',
      server: undefined,
      says: /^step quota: no function answers at \S+ \(nothing listens there\)$/,
    },
    {
      reason: 'a web server listens',
      server: createHttpServer((_, response) => response.end('hello')),
      says: /^step quota: no function answers at \S+ \(what listens there does not speak gRPC without TLS\)$/,
    },
    {
      reason: 'what listens says nothing',
      server: createServer((socket) => closing.add(socket)),
      says: /^step quota: no function answers at \S+ \(what listens there does not speak gRPC without TLS\)$/,
    },
    {
      reason: 'the host is unknown',
      server: undefined,
      address: 'nowhere.invalid:9443',
      says: /^step quota: no function answers at nowhere\.invalid:9443 \(the host name is unknown\)$/,
    },
    {
      reason: 'another gRPC service listens',
      server: answering(Buffer.alloc(0), '/grpc.health.v1.Health/Check'),
      says: /^step quota: what listens at \S+ is no composition function$/,
    },
    {
      reason: 'the answer is something else',
      server: answering(Buffer.from('hello, world')),
      says: /^step quota: what answers at \S+ is no composition function: .+$/,
    },
    {
      reason: 'no answer comes',
      server: answering(undefined),
      says: /^step quota: the function at \S+ did not answer within 0\.3 seconds$/,
    },
  ])('is refused in one sentence if $reason', async ({ server: other, address: wrong = '127.0.0.1:1', says }) => {
    const address = other === undefined ? wrong : await listening(other);
    const quota = foreignFunction('quota', address, patience);
    const called = quota.call(widgetRequest());
    await expect(called).rejects.toThrow(UserError);
    await expect(called).rejects.toThrow(says);
    await expect(called).rejects.toMatchObject({ hint: expect.any(String) });
    quota.close();
    other?.close();
  });

  it('is refused with the words of a function that fails', async () => {
    const broken = failing('out of paper');
    const quota = foreignFunction('quota', await listening(broken), patience);
    await expect(quota.call(widgetRequest())).rejects.toThrow(/^step quota: the function at \S+ failed: out of paper$/);
    quota.close();
    broken.close();
  });
});
