/** Starts a real PostgreSQL whose administrator is not a superuser, as in a cloud. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeAuthority } from 'planesmith/testing';
import { fakeWorld, type World } from '../../played/play.ts';
import { locateDebian } from '../tools/debian.ts';
import { freePort, start, untilUp } from './process.ts';

const run = promisify(execFile);
/** The superuser, which a cloud does not hand out. */
const superuser = 'rdsadmin';
/** An unprivileged user, because PostgreSQL refuses to run as root. */
const user = 65_534;

export interface Postgres {
  readonly port: number;
  /** The password of the administrator, `postgres`. */
  readonly password: string;
  /** The authority that signed the server's certificate, in PEM. */
  readonly authority: string;
  /** Returns the rows that psql prints for a statement, without headings; rejects with its error message. */
  query(connection: string, statement: string): Promise<string>;
  stop(): Promise<void>;
}

/** The reason why this machine cannot run PostgreSQL, or undefined if it can. */
export async function missingForPostgres(): Promise<string | undefined> {
  for (const program of ['initdb', 'postgres', 'psql'] as const) {
    const located = await locateDebian(program);
    if ('missing' in located) return located.missing;
  }
  return undefined;
}

/** How the server is reached. */
export interface PostgresSettings {
  /** An address of the loopback network. @default 127.0.0.1 */
  readonly address?: string;
  /** @default one that is free */
  readonly port?: number;
  /** Names in the certificate besides the address. @default none */
  readonly names?: readonly string[];
  /** It signs the certificate. @default one of this server */
  readonly authority?: ReturnType<typeof makeAuthority>;
}

/** A server that accepts only TLS and passwords. */
export async function startPostgres({
  address = '127.0.0.1',
  port: givenPort,
  names = [],
  authority = makeAuthority('authority of the test'),
}: PostgresSettings = {}): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-postgres-'));
  const data = join(folder, 'data');
  const password = randomBytes(12).toString('hex');
  const port = givenPort ?? (await freePort());
  await chown(folder, user, user);
  await mkdir(data, { mode: 0o700 });
  await chown(data, user, user);
  await asNobody(await pathOf('initdb'), ['-D', data, '-U', superuser, '--auth=trust', '--no-sync', '-E', 'UTF8']);
  const { cert, key } = authority.issue(address, [address, ...names]);
  const files = { 'server.crt': cert, 'server.key': key, 'pg_hba.conf': rules };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(data, name), content, { mode: 0o600 });
    await chown(join(data, name), user, user);
  }

  const settings = {
    listen_addresses: address,
    port: String(port),
    ssl: 'on',
    fsync: 'off',
    unix_socket_directories: folder,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const program = start('postgres', folder, 'setpriv', [
    ...privileges,
    await pathOf('postgres'),
    '-D',
    data,
    ...options,
  ]);
  const psql = await pathOf('psql');
  const query = async (connection: string, statement: string) => {
    const args = ['--no-psqlrc', '--tuples-only', '--no-align', '--set=ON_ERROR_STOP=1', '-c', statement, connection];
    return (await run(psql, args, { env: { PATH: process.env['PATH'], HOME: folder } })).stdout.trim();
  };
  const local = `postgresql://${superuser}@/postgres?host=${folder}&port=${port}`;
  const isUp = () => query(local, 'select 1').then(Boolean, () => false);
  await untilUp(program, 30, isUp);
  for (const statement of asInTheCloud(password)) await query(local, statement);

  return {
    port,
    password,
    authority: authority.cert,
    query,
    async stop() {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The superuser logs in by the socket only, all other users over TLS with a password. */
const rules = `local all ${superuser} trust
hostssl all all 127.0.0.0/8 scram-sha-256
`;

/** Does what a cloud does for a new server: the administrator owns the databases and may create logins, and no more. */
function asInTheCloud(password: string): string[] {
  return [
    `create role postgres login createdb createrole password '${password}'`,
    'grant pg_monitor to postgres with admin option',
    'alter database postgres owner to postgres',
    'alter database template1 owner to postgres',
  ];
}

/** The world behind played resources, with the real server if there is one. */
export function worldOf(postgres: Postgres | undefined): World {
  if (postgres === undefined) return fakeWorld;
  const { port, password } = postgres;
  return { ...fakeWorld, address: () => ({ host: '127.0.0.1', port }), password: () => password };
}

const privileges = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'];

async function asNobody(command: string, args: readonly string[]): Promise<void> {
  await run('setpriv', [...privileges, command, ...args], { env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } });
}

async function pathOf(program: 'initdb' | 'postgres' | 'psql'): Promise<string> {
  const located = await locateDebian(program);
  if ('missing' in located) throw new Error(located.missing);
  return located.path;
}
