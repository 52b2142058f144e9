/** The flags, signals and exit codes of the process that a container runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { Client, credentials } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { runFunctionPaths } from './run-function.ts';
import { callFunction } from './test-client.ts';

const local = ['--insecure', '--address=127.0.0.1:0', '--health-address=off'];
type Line = Record<string, string>;
const running = new Set<ChildProcess>();
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));

/** Starts the function; `line` resolves to the line with that message, `ended` to the exit code and everything printed. */
function start(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'test-function.ts'), ...argv], { env });
  running.add(child);
  const lines: string[] = [];
  const listeners = new Map<string, (line: Line) => void>();
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (text) => {
      lines.push(text);
      if (!text.startsWith('{')) return;
      const line = JSON.parse(text) as Line;
      listeners.get(line['message'] ?? '')?.(line);
    });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, lines }));
  const line = (message: string) =>
    new Promise<Line>((resolve, reject) => {
      listeners.set(message, resolve);
      ended.then(() => reject(new Error(`ended before it logged "${message}": ${lines.join('\n')}`)), reject);
    });
  return { child, ended, line };
}

describe('the process of a function', () => {
  const refused: { argv: string[]; env?: NodeJS.ProcessEnv; says: RegExp; reason: string }[] = [
    { argv: ['--bogus'], says: /Unknown option '--bogus'/, reason: 'an unknown flag' },
    { argv: ['--tls-server-certs-dir='], says: /--tls-server-certs-dir is empty/, reason: 'an empty folder name' },
    { argv: [], env: { TLS_SERVER_CERTS_DIR: '/nowhere' }, says: /\/nowhere\/tls\.crt/, reason: 'no certificates' },
    {
      argv: ['--insecure', '--health-address=off', '--address=9443'],
      says: /"9443" is not an address/,
      reason: 'no address',
    },
  ];
  for (const { argv, env, says, reason } of refused) {
    it(`ends with code 2 and one sentence, without a stack: ${reason}`, async () => {
      const { code, lines } = await start(argv, env).ended;
      expect(code).toBe(2);
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ severity: 'ERROR', message: expect.stringMatching(says) });
    });
  }

  it('ends with code 2 if its port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, lines } = await start([...local, `--address=127.0.0.1:${port}`]).ended;
    taken.close();
    expect(code).toBe(2);
    expect(lines).toEqual([expect.stringMatching(/cannot listen on 127\.0\.0\.1:\d+: the port is in use/)]);
  });

  it('prints its flags', async () => {
    const { code, lines } = await start(['--help']).ended;
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('--tls-server-certs-dir DIR');
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`lets a running call end after ${signal}, even with a connected client, and exits with 0`, async () => {
      const { child, ended, line } = start(local);
      const { address = '' } = await line('serving');
      const idle = new Client(address, credentials.createInsecure());
      await new Promise<void>((resolve, reject) =>
        idle.waitForReady(Date.now() + 20_000, (error) => (error ? reject(error) : resolve())),
      );
      const called = line('called');
      const request = RunFunctionRequest.fromPartial({
        meta: { tag: 'last' },
        observed: { composite: { resource: { spec: { wait: 300 } } } },
      });
      const response = callFunction(address, request);
      await called;
      child.kill(signal);
      expect((await response).meta?.tag).toBe('last');
      const { code, lines } = await ended;
      idle.close();
      expect(code).toBe(0);
      expect(lines.slice(-2).map((text) => JSON.parse(text) as unknown)).toEqual([
        { severity: 'INFO', message: 'stopping', signal },
        { severity: 'INFO', message: 'stopped' },
      ]);
    });
  }

  it('cuts a call that does not end within the drain time, and exits with 0', async () => {
    const { child, ended, line } = start([...local, '--drain-timeout=0.2']);
    const { address = '' } = await line('serving');
    const session = connect(`http://${address}`);
    await once(session, 'connect');
    const headers = {
      ':method': 'POST',
      ':path': runFunctionPaths[0],
      'content-type': 'application/grpc',
      te: 'trailers',
    };
    const half = session.request(headers, { endStream: false });
    half.on('error', () => {});
    session.on('error', () => {});
    half.write(Buffer.from([0, 0, 0, 0, 100]));
    // The answer to a ping proves that the server has received everything sent before it.
    await new Promise<void>((resolve, reject) => session.ping((error) => (error ? reject(error) : resolve())));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    session.destroy();
  });
});
