/** `planesmith push` and a real registry: what it publishes is what crane reads back, also over connections that break. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, it, vi } from 'vitest';
import { parse } from 'yaml';
import { planesmith } from '../pages/page.ts';
import { pushAsDocumented } from './documented-push.ts';
import { type Registry, startRegistry } from './registry.ts';
import { locateDebian } from './tools/debian.ts';
import { locateTool } from './tools/tools.ts';

const run = promisify(execFile);
const [registryTool, craneTool] = [await locateDebian('docker-registry'), await locateTool('crane')];
const missing = [registryTool, craneTool]
  .map((tool) => ('missing' in tool ? tool.missing : ''))
  .join(' ')
  .trim();

interface Entry {
  readonly name?: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

let folder: string;
let dist: string;
let entries: readonly Entry[];
let registry: Registry;
beforeAll(async () => {
  if (missing) return;
  folder = await mkdtemp(join(tmpdir(), 'planesmith-push-'));
  dist = join(folder, 'dist');
  await planesmith('build', '--out', dist);
  const { packages, kit } = parse(await readFile(join(dist, 'release.yaml'), 'utf8')) as {
    packages: Entry[];
    kit: Entry;
  };
  entries = [...packages, kit];
});
afterAll(async () => {
  if (!missing) await rm(folder, { recursive: true });
});
beforeEach(async () => {
  if (missing) return;
  vi.stubEnv('DOCKER_CONFIG', await mkdtemp(join(folder, 'docker-')));
  registry = await startRegistry(
    'path' in registryTool ? registryTool.path : '',
    await mkdtemp(join(folder, 'registry-')),
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  if (!missing) await registry.program.stop();
});

const crane = async (...args: string[]) => (await run('path' in craneTool ? craneTool.path : '', args)).stdout.trim();
const there = ({ repository }: Entry) => `${registry.host}${repository.slice(repository.indexOf('/'))}`;

describe('a release in a real registry', () => {
  it('is what crane reads back: every digest, every layer, and the kit', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    const { stdout } = await pushAsDocumented(dist, registry.host);
    expect(stdout.trim().split('\n')).toHaveLength(entries.length);
    for (const entry of entries) {
      const reference = `${there(entry)}:${entry.tag}`;
      expect(await crane('digest', reference), reference).toBe(entry.digest);
      // It compares every digest and size with the bytes. An artifact that is no image has no file systems to compare.
      if (entry.name !== undefined) await crane('validate', '--remote', reference);
    }
    const kit = `${there(entries.at(-1)!)}:${entries.at(-1)!.tag}`;
    const example = resolve(import.meta.dirname, '../../examples/database.yaml');
    expect((await planesmith('--platform', kit, 'validate', example)).stdout).toContain(': valid');
  });

  it('is pulled as it was built, and crane pushes that with the same digest', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    await pushAsDocumented(dist, registry.host);
    const entry = entries.find(({ repository }) => repository.includes('-functions-'))!;
    const pulled = join(folder, 'pulled');
    await planesmith('pull', `${there(entry)}:${entry.tag}`, pulled);
    await run('diff', ['--recursive', join(dist, 'oci', entry.name!), pulled]);
    await crane('push', pulled, `${registry.host}/copied/functions:${entry.tag}`);
    expect(await crane('digest', `${registry.host}/copied/functions:${entry.tag}`)).toBe(entry.digest);
  });

  it('is sent once, and a pointer is moved without it', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    await pushAsDocumented(dist, registry.host);
    const { stdout, stderr } = await pushAsDocumented(dist, registry.host, '--tag', 'stable');
    for (const line of stdout.trim().split('\n')) expect(line).toMatch(/ is there already$/);
    expect(stderr).toContain(`all ${entries.length} versions are there already; stable moved in ${entries.length} `);
    for (const entry of entries) expect(await crane('digest', `${there(entry)}:stable`)).toBe(entry.digest);
  });

  it('shares layers between the repositories of a registry', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    const { stdout } = await pushAsDocumented(dist, registry.host, '-o', 'json');
    const { pushed } = JSON.parse(stdout) as { pushed: { name: string; mounted: number }[] };
    // Both flavours of a package have the same examples.
    expect(pushed.filter(({ mounted }) => mounted > 0).map(({ name }) => name)).toContain('platform-aws-claims');
  });

  it('arrives over connections that break in the midst of a layer', async ({ skip, expect, onTestFinished }) => {
    if (missing) return skip(missing);
    let cuts = 0;
    const [, port] = registry.host.split(':');
    const proxy = createServer((client) => {
      const server = connect(Number(port), '127.0.0.1');
      const close = () => void (client.destroy(), server.destroy());
      let seen = 0;
      for (const socket of [client, server]) socket.on('error', close).on('close', close);
      client.on('data', (chunk) => {
        seen += chunk.length;
        if (seen > 3 << 20 && cuts < 3) return void ((cuts += 1), close());
        server.write(chunk);
      });
      server.pipe(client);
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    onTestFinished(() => void proxy.close());
    await pushAsDocumented(dist, `127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    expect(cuts).toBe(3);
    for (const entry of entries.filter(({ name }) => name !== undefined)) {
      await crane('validate', '--remote', `${there(entry)}:${entry.tag}`);
    }
  });

  it('gets the login that crane keeps as docker does', async ({ skip, expect, onTestFinished }) => {
    if (missing) return skip(missing);
    // A published example of bcrypt: the password is U*U.
    const passwords = join(folder, 'htpasswd');
    await writeFile(passwords, 'ann:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n');
    const storage = await mkdtemp(join(folder, 'closed-'));
    const closed = await startRegistry('path' in registryTool ? registryTool.path : '', storage, passwords);
    onTestFinished(() => closed.program.stop());
    await expect(pushAsDocumented(dist, closed.host)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(new RegExp(`asks for a password\n *hint: log in with docker login ${closed.host}`)),
    });
    await crane('auth', 'login', closed.host, '-u', 'ann', '-p', 'U*U');
    await pushAsDocumented(dist, closed.host);
    const [, path = ''] = there(entries[0]!).split(/\/(.*)/);
    expect(await crane('digest', `${closed.host}/${path}:${entries[0]!.tag}`)).toBe(entries[0]!.digest);
  });

  it('is refused as a whole if crane has put something else under one of its tags', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    const [first] = entries as [Entry];
    await writeFile(join(folder, 'other.txt'), 'something else');
    await run('tar', ['-cf', 'other.tar', 'other.txt'], { cwd: folder });
    await crane('append', '-f', join(folder, 'other.tar'), '-t', `${there(first)}:${first.tag}`);
    const other = await crane('digest', `${there(first)}:${first.tag}`);
    await expect(pushAsDocumented(dist, registry.host)).rejects.toMatchObject({
      code: 1,
      stdout: `${there(first)}:${first.tag} is published as ${other}, and this release has ${first.digest}\n`,
    });
    expect(await crane('catalog', registry.host)).toBe(there(first).slice(registry.host.length + 1));
  });
});
