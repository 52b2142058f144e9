import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../limits.ts';
import { type FunctionClient, functionClient } from '../test-client.ts';
import type { Method } from './call.ts';
import { type GrpcServer, grpcServer } from './server.ts';
import { StatusError, status } from './status.ts';

const maxMessageBytes = 1_000_000;
const methods: Record<string, Method> = {
  '/test/Echo'(message, reply) {
    reply.send(message);
    reply.end();
  },
  '/test/Repeat'(message, reply) {
    reply.send(Buffer.alloc(2_000_000, message));
    reply.end();
  },
  '/test/Refuse'() {
    throw new StatusError(status.notFound, 'there are 100 % none: ✗');
  },
  '/test/Break'() {
    throw new TypeError('a bug');
  },
};
const logged: string[] = [];
const refusals: string[] = [];
const servers: { calls: GrpcServer; server: Server }[] = [];
let client: FunctionClient;
let session: ClientHttp2Session;
let impatient: ClientHttp2Session;
beforeAll(async () => {
  const address = await start();
  client = functionClient(address);
  session = connect(`http://${address}`);
  impatient = connect(`http://${await start(2)}`);
});
afterEach(() => {
  logged.length = 0;
  refusals.length = 0;
});
afterAll(async () => {
  client.close();
  for (const { calls, server } of servers) {
    server.close();
    await calls.close(0);
  }
});

/** The address of a new server. */
async function start(callSeconds?: number): Promise<string> {
  const calls = grpcServer(methods, {
    maxMessageBytes,
    log: (_, message, details) => logged.push(`${message} ${JSON.stringify(details)}`),
    refused: (reason) => refusals.push(reason),
    ...(callSeconds !== undefined && { callSeconds }),
  });
  const server = createServer(calls.accept).listen(0, '127.0.0.1');
  servers.push({ calls, server });
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const frame = (message: Buffer, compressed = 0): Buffer => {
  const prefix = Buffer.from([compressed, 0, 0, 0, 0]);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
};

/** Begins a call with these bytes, and leaves it open. */
function begin(path: string, bytes: Buffer, headers: object = {}, on = session): ClientHttp2Stream {
  const call = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
  const stream = on.request({ ...call, ...headers }, { endStream: false });
  stream.on('error', () => {});
  stream.write(bytes);
  return stream;
}

/** The headers of the response, after the stream is closed. */
async function ending(stream: ClientHttp2Stream): Promise<Record<string, unknown>> {
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  stream.resume();
  if (!stream.closed) await once(stream, 'close');
  return headers;
}

describe('an honest client', () => {
  it(`may make 2,000 calls at once on its connection, although ${limits.streamsPerConnection} run`, async () => {
    const messages = Array.from({ length: 2000 }, (_, index) => Buffer.from(`call ${index}`));
    expect(await Promise.all(messages.map((message) => client.callBytes('/test/Echo', message)))).toEqual(messages);
    expect(refusals).toEqual([]);
  });

  it('may send more large requests at once than the server keeps', async () => {
    const message = Buffer.alloc(900_000, 'x');
    const responses = await Promise.all(Array.from({ length: 20 }, () => client.callBytes('/test/Echo', message)));
    expect(responses.every((response) => response.equals(message))).toBe(true);
    expect(refusals).toEqual([]);
  });

  it('gets large responses to many calls at once', async () => {
    const lengths = Array.from({ length: 20 }, () => client.callBytes('/test/Repeat', Buffer.from('x')));
    expect((await Promise.all(lengths)).map(({ length }) => length)).toEqual(lengths.map(() => 2_000_000));
    expect(refusals).toEqual([]);
  });

  it('reads the details of a status, whatever they contain', async () => {
    const refused = client.callBytes('/test/Refuse', Buffer.from('x'));
    await expect(refused).rejects.toMatchObject({ code: status.notFound, details: 'there are 100 % none: ✗' });
    expect(logged).toEqual([expect.stringMatching(/^request refused: there are 100 % none/)]);
  });

  it('reads that the server failed, and the log has one line with the stack', async () => {
    const failed = client.callBytes('/test/Break', Buffer.from('x'));
    await expect(failed).rejects.toMatchObject({ code: status.internal, details: expect.stringContaining('log') });
    expect(logged).toEqual([expect.stringMatching(/^this is a bug .*TypeError: a bug/)]);
  });
});

describe('a request is refused', () => {
  const refused: { reason: string; bytes: Buffer; path?: string; ends?: boolean; code: number; says: RegExp }[] = [
    {
      reason: 'a few compressed bytes may hold gigabytes',
      bytes: frame(gzipSync(Buffer.alloc(900_000)), 1),
      code: status.unimplemented,
      says: /no compressed messages/,
    },
    {
      reason: 'it announces more than the limit',
      bytes: Buffer.from([0, 0x7f, 0, 0, 0]),
      code: status.resourceExhausted,
      says: /2130706432 bytes and the server reads 1000000/,
    },
    {
      reason: 'a second message follows',
      bytes: Buffer.concat([frame(Buffer.from('a')), frame(Buffer.from('b'))]),
      code: status.unimplemented,
      says: /more than one message/,
    },
    {
      reason: 'it ends in the middle',
      bytes: Buffer.from([0, 0, 0, 0, 9, 1]),
      ends: true,
      code: status.internal,
      says: /ended before its message was complete/,
    },
    {
      reason: 'the method is unknown',
      bytes: frame(Buffer.from('a')),
      path: '/test/None',
      code: 12,
      says: /no method/,
    },
  ];
  for (const { reason, bytes, path = '/test/Echo', ends = false, code, says } of refused) {
    it(`at once, and its stream is closed: ${reason}`, async () => {
      const stream = begin(path, bytes, { 'grpc-encoding': 'gzip' });
      if (ends) stream.end();
      const headers = await ending(stream);
      expect(headers).toMatchObject({ ':status': 200, 'grpc-status': String(code) });
      expect(decodeURI(String(headers['grpc-message']))).toMatch(says);
    });
  }

  it('if it is no gRPC', async () => {
    expect(await ending(begin('/test/Echo', Buffer.from('{}'), { 'content-type': 'application/json' }))).toMatchObject({
      ':status': 415,
    });
    expect(await client.callBytes('/test/Echo', Buffer.from('x'))).toEqual(Buffer.from('x'));
  });
});

describe('a call that does not end', () => {
  it('because the rest of its request is missing, is ended by the server', async () => {
    const headers = await ending(begin('/test/Echo', Buffer.from([0, 0, 0, 0, 9]), {}, impatient));
    expect(headers).toMatchObject({ 'grpc-status': String(status.deadlineExceeded) });
    expect(refusals).toEqual(['a call did not end within 2 seconds']);
  });

  it('because nobody reads its response, is cut by the server', async () => {
    const stream = begin('/test/Repeat', frame(Buffer.from('x')), {}, impatient);
    stream.end();
    stream.pause();
    await once(stream, 'close');
    expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
    expect(refusals).toEqual(['a call did not end within 2 seconds']);
  });
});
