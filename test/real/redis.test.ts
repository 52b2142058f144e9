/** The Secret of a Cache claim opens a real Redis that has the users and settings we compose. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeAuthority, SimulatedClaim } from 'planesmith/testing';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { cache } from '../../apis/cache.ts';
import { handler, platform } from '../cases/platform.ts';
import { facts } from '../fixtures.ts';
import { fakeWorld, play, type World } from '../played/play.ts';
import { missingForRedis, type Redis, startRedis } from './control-plane/redis.ts';
import { locateDebian } from './tools/debian.ts';
import { laneAddress } from './lane.ts';

const run = promisify(execFile);
/** An address that only this test uses, because the claim's Secret names Redis' usual port. */
const address = laneAddress('94.63');
const signer = makeAuthority('authority of the test');
const world: World = {
  ...fakeWorld,
  address: () => ({ host: address, port: 6379 }),
  password: () => 'made+up/once=',
  authority: signer.cert,
};

const client = await locateDebian('redis-cli');
const missing = await missingForRedis();

/** A ready Cache claim whose Redis has the address and password of this test. */
function ready(target: string): SimulatedClaim {
  const claim = new SimulatedClaim({
    handler,
    api: cache,
    group: platform.group,
    target,
    environment: facts(),
    play: (object, stage, neighbours) => play(object, stage, neighbours, world),
    name: 'sessions',
  });
  claim.settle();
  return claim;
}

describe.each(['incluster', 'aws', 'gcp', 'azure'])('on %s', (target) => {
  let folder: string;
  let redis: Redis;
  let authority: string;
  const claim = ready(target);
  const { uri: publishedUri = '', host = '', port = '', password = '', username = '' } = claim.secret ?? {};
  // If the Secret has no authority, a public one has signed the certificate.
  const { 'ca.crt': trusted = signer.cert } = claim.secret ?? {};
  const hasOwnUser = target === 'aws' || target === 'incluster';
  // The name of a Service cannot be resolved here.
  const uri = publishedUri.replace(`@${host}:`, `@${address}:`);

  beforeAll(async () => {
    if (missing !== undefined) return;
    folder = await mkdtemp(join(tmpdir(), 'planesmith-redis-'));
    authority = join(folder, 'ca.crt');
    await writeFile(authority, trusted);
    redis = await startRedis({ address, port: Number(port), users: usersOf(claim, password), authority: signer });
    expect(await ask('ping')).toBe('PONG');
  });
  afterAll(async () => {
    await redis?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** The reply of Redis to a command of the application. */
  const ask = async (...command: string[]): Promise<string> => {
    if ('missing' in client) throw new Error(client.missing);
    const trust = ['--cacert', authority];
    return (await run(client.path, ['--no-auth-warning', '-u', uri, ...trust, ...command])).stdout.trim();
  };
  const step = (what: string, take: () => Promise<void>) =>
    it(what, async (context: TestContext) => (missing === undefined ? take() : context.skip(missing)));

  step('the application writes and reads with the URI of its Secret', async () => {
    expect(await ask('set', 'basket', '7')).toBe('OK');
    expect(await ask('get', 'basket')).toBe('7');
    expect(await ask('acl', 'whoami')).toMatch(hasOwnUser ? /NOPERM|^app$/ : /^default$/);
  });

  step('a wrong password is refused', async () => {
    const other = uri.replace(encodeURIComponent(password), 'guessed');
    const trust = ['--cacert', authority];
    const { stdout, stderr } = await run((client as { path: string }).path, ['-u', other, ...trust, 'get', 'basket']);
    expect(stdout + stderr).toMatch(/WRONGPASS|NOAUTH/);
  });

  /** The commands that Dapr sends (components-contrib v1.18.4, state/redis/redis.go and common/component/redis). */
  step('Redis answers every command of a Dapr state store', async () => {
    expect(await ask('info', 'replication')).toMatch(/connected_slaves:0/);
    expect(await ask('info', 'server')).toMatch(/redis_version:/);
    // Dapr takes any other answer than this one as support for JSON.
    expect(await ask('json.get')).toMatch(/^ERR unknown command/);
    const script = 'redis.call("HSET", KEYS[1], "data", ARGV[1]); return redis.call("HINCRBY", KEYS[1], "version", 1)';
    expect(await ask('eval', script, '1', 'app||order', '{}')).toBe('1');
    expect((await ask('hgetall', 'app||order')).split('\n')).toEqual(['data', '{}', 'version', '1']);
    expect(await ask('expire', 'app||order', '60')).toBe('1');
    expect(await ask('persist', 'app||order')).toBe('1');
    expect(await ask('wait', '0', '1000')).toBe('0');
    expect(await ask('scan', '0', 'match', 'app||*', 'count', '1000')).toContain('app||order');
    expect(await ask('multi')).toBe('OK');
  });

  if (hasOwnUser)
    step('the application may not run commands that endanger the server', async () => {
      for (const command of [['flushall'], ['config', 'get', '*'], ['keys', '*'], ['shutdown']])
        expect(await ask(...command)).toMatch(/NOPERM/);
      expect(username).toBe('app');
    });
});

/**
 * The users of the server as an ACL file. In Kubernetes we compose that file; on AWS we compose a user with an access string. On the other
 * targets only the default user exists.
 */
function usersOf(claim: SimulatedClaim, password: string): string {
  for (const { data } of claim.secrets.values()) {
    const file = (data as Readonly<Record<string, string>>)['users.acl'];
    if (file !== undefined) return Buffer.from(file, 'base64').toString();
  }
  const user = claim.objects.get('user')?.['spec'] as
    { forProvider: { userName: string; accessString: string } } | undefined;
  if (user === undefined) return `user default on >${password} ~* &* +@all\n`;
  const { userName, accessString } = user.forProvider;
  return `user default off\nuser ${userName} ${accessString} >${password}\n`;
}
