/** `planesmith smoke` logs in to a real PostgreSQL and a real Redis with the Secrets of claims, in a cluster that a script plays. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { makeAuthority } from 'planesmith/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { connectionSecret as cacheSecret } from '../../functions/cache/connection.ts';
import { connectionSecret as databaseSecret } from '../../functions/database/connection.ts';
import { platform } from '../cases/platform.ts';
import { root } from '../pages/page.ts';
import { missingForPostgres, type Postgres, startPostgres } from './control-plane/postgres.ts';
import { freePort } from './control-plane/process.ts';
import { missingForRedis, type Redis, startRedis } from './control-plane/redis.ts';

const address = '127.0.0.1';
/** With characters that a URI must escape. */
const password = 'made+up/once=';
const username = 'app';
const missing = (await missingForPostgres()) ?? (await missingForRedis());

/** What every Secret is for kubectl. */
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one' } };

/** A cluster that serves two APIs, whose claims are ready at once. The Secret of a claim is in a file beside the script. */
const kubectl = `#!/bin/sh
here="$(dirname "$0")"
ready() {
  test -f "$here/made" || exit 0
  echo '{"apiVersion":"v1","kind":"Claim","metadata":{"name":"smoke","generation":1},"status":{"platformVersion":"${platform.version}","connectionSecretRef":{"name":"'"$1"'"},"conditions":[{"type":"Ready","status":"True"},{"type":"Synced","status":"True"}]}}'
}
case "$*" in
  *api-resources*) printf 'databases.${platform.group}\\ncaches.${platform.group}\\n' ;;
  *'create -f'*) cat >"$here/made" ;;
  *'delete '*) rm -f "$here/made" ;;
  *'get databases'*) ready database ;;
  *'get caches'*) ready cache ;;
  *'get secret database'*) cat "$here/database.json" ;;
  *'get secret cache'*) cat "$here/cache.json" ;;
esac
`;

interface Row {
  readonly reason: string;
  /** What the Secrets say in place of what is right. */
  readonly login: {
    readonly host?: string;
    readonly password?: string;
    readonly authority?: string;
    readonly tls?: boolean;
  };
  /** What smoke says of the Database and of the Cache, after host and port. */
  readonly database: RegExp;
  readonly cache: RegExp;
}

const rows: readonly Row[] = [
  {
    reason: 'the password is wrong',
    login: { password: 'guessed/it' },
    database: /does not let app in: password authentication failed for user "app"$/,
    cache: /does not let app in: WRONGPASS /,
  },
  {
    reason: 'another authority has signed than the one in the Secret',
    login: { authority: makeAuthority('a stranger').cert },
    database: /does not let app in: .*certificate/,
    cache: /does not let app in: .*certificate/,
  },
  {
    reason: 'the authority in the Secret is none',
    login: { authority: 'a stranger' },
    database: /does not let app in: .*certificate/,
    cache: /does not let app in: .*certificate/,
  },
  {
    reason: 'the certificate has another name',
    login: { host: 'localhost' },
    database: /does not let app in: Hostname\/IP does not match certificate's altnames/,
    cache: /does not let app in: Hostname\/IP does not match certificate's altnames/,
  },
  {
    reason: 'the address asks for no TLS, which the server does',
    login: { tls: false },
    database: /does not let app in: no pg_hba.conf entry for .*, no encryption$/,
    cache: /does not let app in: /,
  },
];

describe('smoke claims with real servers', () => {
  const redisAuthority = makeAuthority('authority of the Redis');
  let folder: string;
  let postgres: Postgres;
  let redis: Redis;
  let redisPort: number;

  beforeAll(async () => {
    if (missing !== undefined) return;
    folder = await mkdtemp(join(tmpdir(), 'planesmith-smoke-'));
    await writeFile(join(folder, 'kubectl'), kubectl, { mode: 0o755 });
    postgres = await startPostgres();
    await postgres.query(
      `postgresql://postgres:${postgres.password}@${address}:${postgres.port}/postgres?sslmode=require`,
      `create role ${username} login password '${password}'`,
    );
    redisPort = await freePort();
    const users = `user default off\nuser ${username} on >${password} ~* &* +@all -@dangerous\n`;
    redis = await startRedis({ address, port: redisPort, users, authority: redisAuthority });
  }, 120_000);
  afterAll(async () => {
    await redis?.stop();
    await postgres?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** The Secrets that our functions would write. */
  function secrets({ host = address, password: own = password, authority, tls = true }: Row['login']) {
    const login = { host, username, password: own };
    const ca = authority ?? postgres.authority;
    const database = databaseSecret({ ...login, provider: 'test', port: postgres.port, database: 'postgres', ca });
    const cache = cacheSecret({ ...login, port: redisPort, tls });
    return {
      database: { ...database, uri: tls ? database.uri : database.uri?.replace('?sslmode=require', '') },
      cache: { ...cache, 'ca.crt': authority ?? redisAuthority.cert },
    };
  }

  /** How the program ends, and what it says of each kind. */
  async function smokeWith(login: Row['login']) {
    for (const [name, values] of Object.entries(secrets(login))) {
      const data = Object.entries(values).map(([key, text = '']) => [key, Buffer.from(text).toString('base64')]);
      await writeFile(join(folder, `${name}.json`), JSON.stringify({ ...secret, data: Object.fromEntries(data) }));
    }
    const args = ['--config', join(root, 'planesmith.config.ts'), 'smoke', '-o', 'json'];
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
    return new Promise<{ code: number; output: string; says: Record<string, string> }>((done, fail) =>
      execFile(join(root, 'node_modules/.bin/planesmith'), args, { env }, (error, stdout, stderr) => {
        if (!stdout.startsWith('{')) return fail(new Error(stderr));
        const { claims } = JSON.parse(stdout) as { claims: { kind: string; result: string; says: string }[] };
        const says = Object.fromEntries(claims.map(({ kind, result, says: text }) => [kind, `${result}: ${text}`]));
        done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr, says });
      }),
    );
  }

  it('pass if the servers let the user of the Secret in', async ({ skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const { code, says } = await smokeWith({});
    expect(says['Database']).toMatch(/^passed: Ready; .* lets app in over TLS and answers SELECT 1$/);
    expect(says['Cache']).toMatch(/^passed: Ready; .* lets app in over TLS and answers PING$/);
    expect(code).toBe(0);
  });

  it.for(rows)('fail if $reason', async ({ login, database, cache }, { skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const { code, output, says } = await smokeWith(login);
    expect(says['Database']).toMatch(new RegExp(`^failed: .*${database.source}`));
    expect(says['Cache']).toMatch(new RegExp(`^failed: .*${cache.source}`));
    expect(code).toBe(1);
    const known = login.password ?? password;
    for (const secret of [known, encodeURIComponent(known)]) expect(output).not.toContain(secret);
  });
});
