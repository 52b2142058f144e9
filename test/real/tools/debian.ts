/** Programs that the tests take from Debian, installed on first use if possible. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot, withLock } from './cache.ts';
import { isProgram } from './located.ts';
import type { Located } from './located.ts';

const run = promisify(execFile);

/** The Debian package of every program. */
const packages = {
  postgres: 'postgresql',
  initdb: 'postgresql',
  pg_ctl: 'postgresql',
  psql: 'postgresql-client',
  'redis-server': 'redis-server',
  'redis-cli': 'redis-tools',
  'docker-registry': 'docker-registry',
  umoci: 'umoci',
  runc: 'runc',
  skopeo: 'skopeo',
  'qemu-aarch64-static': 'qemu-user-static',
  'qemu-x86_64-static': 'qemu-user-static',
} as const;

/** A program that the tests take from Debian. */
export type DebianProgram = keyof typeof packages;

const postgresRoot = '/usr/lib/postgresql';
const clusterConfig = '/etc/postgresql-common/createcluster.conf';
const servicePolicy = '/usr/sbin/policy-rc.d';

let updated: Promise<unknown> | undefined;

/**
 * Returns the path of a program on the PATH or in its Debian directory, installing its package if this process is root.
 *
 * Installing starts no service and creates no database cluster.
 */
export async function locateDebian(program: DebianProgram): Promise<Located> {
  const there = find(program);
  if (there) return { path: there };
  const wanted = packages[program];
  const hint = `install Debian's package ${wanted}, or put ${program} on the PATH`;
  if (process.getuid?.() !== 0) return { missing: `${program} is missing: ${hint}.` };
  if (!onPath('apt-get')) return { missing: `${program} is missing and there is no apt-get: ${hint}.` };
  try {
    await withLock(join(cacheRoot(), 'apt.lock'), () => (find(program) ? Promise.resolve() : install(wanted)));
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const complaint = stderr?.trim().split('\n').at(-1) || String(error);
    return { missing: `${program} is missing and apt-get cannot install it (${complaint}): ${hint}.` };
  }
  const installed = find(program);
  return installed ? { path: installed } : { missing: `${program} is not in Debian's package ${wanted}: ${hint}.` };
}

/** Returns the path of an installed program; the newest PostgreSQL wins. */
function find(program: DebianProgram): string | undefined {
  const found = onPath(program);
  if (found || !existsSync(postgresRoot)) return found;
  const versions = readdirSync(postgresRoot).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(postgresRoot, version, 'bin', program)).find(isProgram);
}

/** Returns the path of a program in the directories of PATH or of root's PATH. */
function onPath(program: string): string | undefined {
  const directories = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return directories
    .filter(Boolean)
    .map((directory) => join(directory, program))
    .find(isProgram);
}

/** Installs a package without starting its services. */
async function install(name: string): Promise<void> {
  process.stderr.write(`installing Debian's package ${name}\n`);
  // A failed update is harmless if the present lists still serve.
  updated ??= aptGet(['update', '-q']).catch(() => undefined);
  await updated;
  await withoutServices(async () => {
    if (name === 'postgresql') await withoutCluster();
    await aptGet(['install', '-q', name]);
  });
}

/** Runs apt-get without questions, waiting for another installation to end. */
async function aptGet(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
  await run('apt-get', [...options, ...args], { env, maxBuffer: 64 << 20 });
}

/** Configures PostgreSQL's packaging to create no cluster, before it is installed; an administrator's own setting stays. */
async function withoutCluster(): Promise<void> {
  await aptGet(['install', '-q', 'postgresql-common']);
  const config = await readFile(clusterConfig, 'utf8');
  if (!/^\s*create_main_cluster\b/m.test(config)) await appendFile(clusterConfig, '\ncreate_main_cluster = false\n');
}

/** Runs `work` while Debian's service policy forbids starting services, unless the machine has a policy of its own. */
async function withoutServices(work: () => Promise<void>): Promise<void> {
  if (existsSync(servicePolicy)) return work();
  await writeFile(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    await rm(servicePolicy, { force: true });
  }
}
