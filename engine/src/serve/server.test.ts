import { mkdtempSync, rmSync } from 'node:fs';
import { type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { Client, credentials, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import type { Handler } from '../runtime/index.ts';
import { runFunctionPaths } from './run-function.ts';
import { limits } from './limits.ts';
import type { Log } from './log.ts';
import { type RunningServer, serve } from './server.ts';
import { type ClientIdentity, callBytes, callFunction } from './test-client.ts';
import { makeAuthority, writeCertificates } from './throwaway-certificates.ts';

const logged: string[] = [];
const keep: Log = (severity, message) => {
  if (severity === 'ERROR') logged.push(message);
};
const quiet = () => {};
const same = (bytes: Buffer) => bytes;
const ca = makeAuthority('test CA');
const rogue = makeAuthority('test CA');
const client: ClientIdentity = { ca, certificate: ca.issue('crossplane') };
const tlsServerCertsDir = mkdtempSync(join(tmpdir(), 'serve-'));
writeCertificates(tlsServerCertsDir, ca.issue('function'), ca);
afterAll(() => rmSync(tlsServerCertsDir, { recursive: true }));

/** Responds with the size of the note, so that the response proves that the request was read. */
const handler: Handler = ({ meta, observed }) => {
  const { name, note } = observed?.composite?.resource?.['spec'] ?? {};
  if (name === 'broken') throw new Error('the widget is broken');
  return RunFunctionResponse.fromPartial({
    meta: { tag: meta?.tag ?? '' },
    desired: { composite: { resource: { status: { noteLength: note?.length ?? 0 } } } },
  });
};
const request = (spec: object) =>
  RunFunctionRequest.fromPartial({ meta: { tag: 't' }, observed: { composite: { resource: { spec } } } });
const probeOf =
  (server: RunningServer) =>
  async (path: string, method = 'GET') =>
    (await fetch(`http://${server.healthAddress}${path}`, { method })).status;
const local = { address: '127.0.0.1:0', healthAddress: '127.0.0.1:0', tlsServerCertsDir };

describe('a server', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await serve(handler, local, keep);
  });
  afterAll(() => server.close());
  const health = (service: string, path = 'Check') =>
    callBytes(
      server.address,
      `/grpc.health.v1.Health/${path}`,
      service === '' ? Buffer.alloc(0) : Buffer.from([0x0a, service.length, ...Buffer.from(service)]),
      client,
    );

  for (const path of runFunctionPaths) {
    it(`answers a client whose certificate the CA has signed on ${path}`, async () => {
      const response = await callFunction(server.address, request({ note: 'abc' }), client, path);
      expect(response).toMatchObject({
        meta: { tag: 't' },
        desired: { composite: { resource: { status: { noteLength: 3 } } } },
      });
    });
  }

  const refusedClients: { client: string; identity: ClientIdentity }[] = [
    { client: 'without a certificate', identity: { ca } },
    {
      client: 'with a certificate of another CA of the same name',
      identity: { ca, certificate: rogue.issue('crossplane') },
    },
    { client: 'in plaintext', identity: {} },
  ];
  for (const { client: description, identity } of refusedClients) {
    it(`refuses a client ${description}`, async () => {
      const refused = callFunction(server.address, request({}), identity);
      await expect(refused).rejects.toMatchObject({ code: status.UNAVAILABLE });
    });
  }

  it('accepts a request of 6 MiB, more than the 4 MiB that gRPC allows by default', async () => {
    const note = 'x'.repeat(6 * 1024 * 1024);
    const response = await callFunction(server.address, request({ note }), client);
    expect(response.desired?.composite?.resource).toEqual({ status: { noteLength: note.length } });
  });

  it('answers if the function throws, and keeps running', async () => {
    const response = await callFunction(server.address, request({ name: 'broken' }), client);
    expect(response).toMatchObject({
      meta: { tag: 't' },
      results: [{ severity: 2, message: 'The function failed: the widget is broken' }],
    });
    expect((await callFunction(server.address, request({}), client)).results).toEqual([]);
  });

  it('refuses a request with 125,000 required resources in one sentence and one line, and keeps running', async () => {
    logged.length = 0;
    const items = Array.from({ length: 125_000 }, () => ({ resource: { kind: 'Secret' } }));
    const many = RunFunctionRequest.fromPartial({ requiredResources: { all: { items } } });
    const sentence =
      'cannot read the request: more than 1,000,000 values, of which each resource counts as 10: send fewer of them';
    await expect(callFunction(server.address, many, client)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: sentence,
    });
    expect(logged).toEqual([`request refused: ${sentence}`]);
    expect((await callFunction(server.address, request({}), client)).results).toEqual([]);
  });

  it('refuses bytes that are no request', async () => {
    const refused = callBytes(server.address, runFunctionPaths[0] as string, Buffer.from('noise'), client);
    await expect(refused).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  it('reports SERVING for itself and both services, and knows no other service', async () => {
    const names = [
      '',
      'apiextensions.fn.proto.v1.FunctionRunnerService',
      'apiextensions.fn.proto.v1beta1.FunctionRunnerService',
    ];
    for (const name of names) expect([...(await health(name))]).toEqual([0x08, 1]);
    await expect(health('somebody.else')).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  it('answers only the probes over http', async () => {
    const probe = probeOf(server);
    expect(await probe('/healthz')).toBe(200);
    expect(await probe('/readyz')).toBe(200);
    expect(await probe('/readyz', 'POST')).toBe(405);
    expect(await probe('/')).toBe(404);
    expect(await probe('/constructor')).toBe(404);
  });
});

describe('a server with many connections that send nothing', () => {
  const overLimit = 20;
  it('closes the oldest of them on each port, and answers Crossplane and the probes', async () => {
    const refusals: string[] = [];
    const server = await serve(handler, local, (severity, message) => severity === 'ERROR' && refusals.push(message));
    const open: Socket[] = [];
    const closed: { port: number; index: number }[] = [];
    for (const [address = '', limit] of [
      [server.address, limits.handshakes],
      [server.healthAddress, limits.probes],
    ] as const) {
      const port = Number(address.slice(address.lastIndexOf(':') + 1));
      for (let index = 0; index < limit + overLimit; index += 1) {
        await new Promise<void>((resolve) => open.push(connect(port, '127.0.0.1', resolve)));
        open.at(-1)?.on('close', () => closed.push({ port, index }));
      }
    }
    expect((await callFunction(server.address, request({ note: 'abc' }), client)).meta?.tag).toBe('t');
    expect(await probeOf(server)('/readyz')).toBe(200);
    // The call and the probe each put out one more.
    await expect.poll(() => closed.length).toBe(2 * (overLimit + 1));
    expect(Math.max(...closed.map(({ index }) => index))).toBe(overLimit);
    expect(refusals).toEqual([
      `client refused: there are more than ${limits.handshakes} handshakes, and this one is the oldest`,
    ]);
    for (const socket of open) socket.destroy();
    await server.close();
  });
});

describe('a server that ends', () => {
  it('notifies its watchers, closes its ports, and frees its port for another server', async () => {
    const first = await serve(handler, { ...local, insecure: true }, quiet);
    const watcher = new Client(first.address, credentials.createInsecure());
    const seen: number[] = [];
    const watch = watcher.makeServerStreamRequest('/grpc.health.v1.Health/Watch', same, same, Buffer.alloc(0));
    const ended = new Promise<void>((resolve, reject) => {
      watch.on('data', (bytes: Buffer) => {
        seen.push(bytes[1] ?? 0);
        if (seen.length === 1) first.close().catch(reject);
      });
      watch.on('end', resolve);
      watch.on('error', reject);
    });
    await ended;
    watcher.close();
    expect(seen).toEqual([1, 2]);
    await first.close();
    const second = await serve(handler, { ...local, address: first.address, insecure: true }, quiet);
    expect((await callFunction(second.address, request({}))).meta?.tag).toBe('t');
    await second.close();
  });
});

describe('a server that cannot start', () => {
  const taken = createServer();
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    port = (taken.address() as { port: number }).port;
  });
  afterAll(() => taken.close());

  it('says that its port is in use, and closes its probes', async () => {
    const failing = serve(handler, { ...local, address: `127.0.0.1:${port}` }, quiet);
    await expect(failing).rejects.toThrow(UserError);
    await expect(failing).rejects.toThrow(/the port is in use/);
  });

  it('says that the port of its probes is in use', async () => {
    await expect(serve(handler, { ...local, healthAddress: `127.0.0.1:${port}` }, quiet)).rejects.toThrow(/in use/);
  });

  it('names the missing certificate', async () => {
    const failing = serve(handler, { ...local, tlsServerCertsDir: join(tlsServerCertsDir, 'nowhere') }, quiet);
    await expect(failing).rejects.toThrow(/nowhere\/tls\.crt: there is no such file/);
  });
});

describe('a server whose message limit is set', () => {
  it('refuses a longer request', async () => {
    const server = await serve(handler, { ...local, maxRecvMessageSize: 0.001 }, quiet);
    const refused = callFunction(server.address, request({ note: 'x'.repeat(2000) }), client);
    await expect(refused).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    await server.close();
  });
});
