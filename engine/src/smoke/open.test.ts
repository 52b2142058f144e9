/** Servers that misbehave when somebody logs in: each is a failed smoke with one sentence, in time and without the password. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openServer } from './open.ts';

let server: Server | undefined;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await new Promise((done) => (server === undefined ? done(undefined) : server.close(done)));
  server = undefined;
});

/** The port of a server that does this with each connection. */
async function serverThat(answers: (socket: Socket) => void): Promise<number> {
  const started = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    answers(socket);
  });
  server = started;
  await new Promise<void>((done) => started.listen(0, '127.0.0.1', done));
  return (started.address() as AddressInfo).port;
}

const dataOf = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
const password = 'pass/word';
const login = (port: number, scheme: string) =>
  dataOf({
    uri: `${scheme}://app:${encodeURIComponent(password)}@127.0.0.1:${port}/${scheme.startsWith('redis') ? '' : 'x'}`,
  });
const patience = { connectMs: 2000, logInMs: 400 };

describe.each(['postgresql', 'redis', 'rediss'])('a server of %s', (scheme) => {
  it.each<{ reason: string; answers: (socket: Socket) => void }>([
    { reason: 'never answers', answers: () => undefined },
    { reason: 'closes the connection', answers: (socket) => socket.end() },
    {
      reason: 'resets the connection at the first byte',
      answers: (socket) => socket.on('data', () => socket.resetAndDestroy()),
    },
    {
      reason: 'speaks something else',
      answers: (socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    },
    { reason: 'never stops to speak', answers: (socket) => socket.on('data', () => socket.write('x'.repeat(100_000))) },
  ])('that $reason has failed, in one line', async ({ answers }) => {
    const port = await serverThat(answers);
    const opened = await openServer(login(port, scheme), patience);
    expect(opened).toEqual({
      passed: false,
      says: expect.stringMatching(new RegExp(`^127\\.0\\.0\\.1:${port} does not let app in: .+$`)),
    });
  });
});

it('is said to be slow if it does not answer in time', async () => {
  const port = await serverThat(() => undefined);
  expect(await openServer(login(port, 'redis'), patience)).toMatchObject({
    says: `127.0.0.1:${port} does not let app in: it does not answer within 0.4 s`,
  });
});

it.each([
  { reason: 'as it is', says: password },
  { reason: 'as a URL has it', says: encodeURIComponent(password) },
])('keeps the password to itself that a server repeats $reason', async ({ says }) => {
  const port = await serverThat((socket) => socket.on('data', () => socket.write(`-ERR no ${says} here\r\n`)));
  expect(await openServer(login(port, 'redis'), patience)).toEqual({
    passed: false,
    says: `127.0.0.1:${port} does not let app in: ERR no *** here`,
  });
});

it('that asks for nothing we know is only connected to', async () => {
  const port = await serverThat(() => undefined);
  expect(await openServer(dataOf({ host: '127.0.0.1', port: String(port) }), patience)).toEqual({
    passed: true,
    says: `127.0.0.1:${port} takes connections`,
  });
  expect(await openServer(dataOf({ username: 'app' }), patience)).toBe(undefined);
});

it('that this machine does not reach is no failure', async () => {
  const port = await serverThat(() => undefined);
  await new Promise((done) => server?.close(done));
  server = undefined;
  expect(await openServer(login(port, 'postgresql'), patience)).toEqual({
    passed: true,
    says: `127.0.0.1:${port} was not opened: this machine does not reach it (ECONNREFUSED)`,
  });
});
