/** The function's server, run as its image runs it, while clients hold open whatever they can. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { functionClient, makeAuthority, writeCertificates } from 'planesmith/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type FunctionProcess, startFunction } from './function-process.ts';

const ca = makeAuthority('crossplane root');
const certificate = ca.issue('core');
const folder = mkdtempSync(join(tmpdir(), 'planesmith-abuse-'));
const request = RunFunctionRequest.fromPartial({ meta: { tag: 'abuse' } });
/** Linux and descriptors for 15,000 connections. */
const missing = (() => {
  if (process.platform !== 'linux') return 'memory is read from /proc, which only Linux has';
  const hard = Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);
  return hard < 16_000 ? `a process may open only ${hard} files here` : undefined;
})();

let server: FunctionProcess | undefined;
let flood: ChildProcess | undefined;
beforeAll(async () => {
  if (missing !== undefined) return;
  writeCertificates(folder, ca.issue('function'), ca);
  server = await startFunction(folder);
});
afterAll(async () => {
  flood?.kill('SIGKILL');
  await server?.stop();
  rmSync(folder, { recursive: true });
});

/** Calls until `ended` is aborted, and returns the milliseconds of each call; rejects as soon as one fails. */
async function callUntil(ended: AbortSignal, call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  while (!ended.aborted) {
    const before = performance.now();
    await call();
    times.push(performance.now() - before);
    await sleep(100);
  }
  return times;
}

describe('9,000 idle connections, 500 slow clients and 5,000 calls half open', () => {
  it('cost the server less than 200 MB, are ended, and every call is answered meanwhile', async ({ skip, expect }) => {
    if (missing !== undefined || server === undefined) return skip(missing);
    const { address, healthAddress, program } = server;
    const identity = { ca, certificate };
    const steady = functionClient(address, identity);
    const callSteadily = async () => expect((await steady.call(request)).meta?.tag).toBe('abuse');
    const callAnew = async () => {
      const client = functionClient(address, identity);
      expect((await client.call(request)).meta?.tag).toBe('abuse');
      client.close();
    };
    await callSteadily();

    const { cert, key } = ca.issue('attacker');
    const ports = [address, healthAddress].map((text) => text.slice(text.lastIndexOf(':') + 1));
    const env = { ...process.env, CA: ca.cert, CERT: cert, KEY: key };
    flood = fork(new URL('flood.ts', import.meta.url), ports, { env });
    const opened = once(flood, 'message').then(([text]) => text as string);
    // Longer than handshakes may take.
    const end = new AbortController();
    void opened.then(() => sleep(20_000)).then(() => end.abort());
    const [steadily, anew, probes] = await Promise.all([
      callUntil(end.signal, callSteadily),
      callUntil(end.signal, callAnew),
      callUntil(end.signal, async () => expect((await fetch(`http://${healthAddress}/readyz`)).status).toBe(200)),
    ]);
    steady.close();
    expect(await opened).toBe('9000 idle, 500 slow, 5000 half open');
    const slowest = [steadily, anew, probes].map((times) => Math.round(Math.max(...times)));
    const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))?.[1]) / 1024;
    const files = readdirSync(`/proc/${program.pid}/fd`).length;
    const refusals = readFileSync(program.log, 'utf8').match(/.*client refused.*/g) ?? [];
    expect(Math.max(...slowest)).toBeLessThan(10_000);
    expect(peak).toBeLessThan(200);
    // The sessions of the flood may stay, at most 100.
    expect(files).toBeLessThan(150);
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.length).toBeLessThan(30);
  });
});
