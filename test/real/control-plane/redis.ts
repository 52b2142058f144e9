/** Starts a real Redis that speaks TLS alone, with the users of an ACL file. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { makeAuthority } from 'planesmith/testing';
import { locateDebian } from '../tools/debian.ts';
import { start, untilUp } from './process.ts';

const run = promisify(execFile);

/** How the server is made. */
export interface RedisSettings {
  /** An IP address of this machine. */
  readonly address: string;
  readonly port: number;
  /** The ACL file. */
  readonly users: string;
  /** It signs the certificate. */
  readonly authority: ReturnType<typeof makeAuthority>;
  /** Names in the certificate besides the address. */
  readonly names?: readonly string[];
}

export interface Redis {
  stop(): Promise<void>;
}

/** The reason why this machine cannot run Redis, or undefined if it can. */
export async function missingForRedis(): Promise<string | undefined> {
  for (const program of ['redis-server', 'redis-cli'] as const) {
    const located = await locateDebian(program);
    if ('missing' in located) return located.missing;
  }
  return undefined;
}

/** The server, once it answers. */
export async function startRedis({ address, port, users, authority, names = [] }: RedisSettings): Promise<Redis> {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-redis-'));
  const { cert, key } = authority.issue(address, [address, ...names]);
  const files = { 'ca.crt': authority.cert, 'tls.crt': cert, 'tls.key': key, 'users.acl': users };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const file = (name: string) => join(folder, name);
  const settings = ['--bind', address, '--dir', folder, '--save', '', '--aclfile', file('users.acl')];
  const doors = ['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'];
  const certificates = ['--tls-cert-file', file('tls.crt'), '--tls-key-file', file('tls.key')];
  const trust = ['--tls-ca-cert-file', file('ca.crt')];
  const program = start('redis', folder, await pathOf('redis-server'), [
    ...settings,
    ...doors,
    ...certificates,
    ...trust,
  ]);
  const client = await pathOf('redis-cli');
  const ping = ['--cacert', file('ca.crt'), '-u', `rediss://${address}:${port}`, 'ping'];
  // Nobody has logged in, so that a server that is up refuses the command.
  await untilUp(program, 20, async () => (await run(client, ping).catch(() => ({ stdout: '' }))).stdout.trim() !== '');
  return {
    async stop() {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function pathOf(program: 'redis-server' | 'redis-cli'): Promise<string> {
  const located = await locateDebian(program);
  if ('missing' in located) throw new Error(located.missing);
  return located.path;
}
