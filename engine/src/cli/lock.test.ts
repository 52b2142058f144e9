/** `planesmith lock` with the lock of the toy platform, against a registry on this machine. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockFile } from '../lock/index.ts';
import { startRegistry, type TestRegistry } from '../registry/testing/registry.ts';
import { mediaTypes } from '../xpkg/blob.ts';
import { digestOf } from '../xpkg/digest.ts';
import { planesmith, type Ran, widgetFolder } from './testing/widget-folder.ts';

let folder: string;
let registry: TestRegistry;
const part = { mediaType: 'application/json', digest: digestOf(new Uint8Array()), size: 0 };
const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, config: part, layers: [part] }));
const digest = digestOf(bytes);
const other = digestOf(new Uint8Array([1]));

beforeAll(async () => {
  folder = widgetFolder();
  registry = await startRegistry();
  for (const name of ['toy/sql:v1', 'toy/helm:v2']) {
    registry.manifests.set(name, { mediaType: mediaTypes.manifest, bytes });
  }
});
beforeEach(() => write('unresolved', digest));
afterAll(async () => {
  await registry?.close();
  rmSync(folder, { recursive: true });
});

const text = (sql: string, helm: string) => `# Ours.
providers:
- name: helm
  image: "${registry.host}/toy/helm"
  version: v2
  digest: ${helm}
- name: sql
  image: "${registry.host}/toy/sql"
  version: v1
  digest: ${sql}
functions: []
operators: []
charts: []
images: []
`;
const write = (sql: string, helm: string) => writeFileSync(join(folder, lockFile), text(sql, helm));
const read = () => readFileSync(join(folder, lockFile), 'utf8');
const run = (...args: string[]): Promise<Ran> =>
  planesmith(folder, ['lock', ...args], { env: { DOCKER_CONFIG: folder, HTTP_PROXY: '', HTTPS_PROXY: '' } });

describe('planesmith lock', () => {
  it('fills in what is unresolved, keeps the comment at the head, and says what it did', async () => {
    expect(await run()).toEqual({
      code: 0,
      stdout: `sql  v1  resolved  ${digest}\n`,
      stderr: '2 pins asked for, 1 changed\n',
    });
    expect(read()).toBe(text(digest, digest));
    expect(await run()).toMatchObject({ code: 0, stdout: '', stderr: '2 pins asked for, 0 changed\n' });
  });

  it('only compares with --check', async () => {
    const { code, stdout, stderr } = await run('--check', '-o', 'json');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '2 pins asked for, 1 would change\n' });
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ name: 'helm', outcome: 'same' }),
      {
        name: 'sql',
        image: `${registry.host}/toy/sql`,
        version: 'v1',
        digest: 'unresolved',
        outcome: 'resolved',
        found: digest,
      },
    ]);
    expect(read()).toBe(text('unresolved', digest));
    expect(await run('--check', 'helm')).toMatchObject({ code: 0, stderr: '1 pin asked for, 0 would change\n' });
  });

  it('raises an alarm for a tag that moved, and keeps what was there until somebody accepts it by name', async () => {
    write('unresolved', other);
    const { code, stdout, stderr } = await run();
    expect(code).toBe(1);
    expect(stdout).toContain(`helm  v2  moved     ${digest}\n`);
    expect(stderr).toContain(`helm: THE TAG HAS MOVED: ${registry.host}/toy/helm:v2 was ${other} and is ${digest} now`);
    expect(stderr).toContain('`planesmith lock --update helm` accepts it');
    expect(read()).toBe(text(digest, other));
    expect(await run('--update', 'helm')).toMatchObject({ code: 0, stdout: `helm  v2  updated  ${digest}\n` });
    expect(read()).toBe(text(digest, digest));
  });

  it('keeps what it cannot ask for, with a line that says why', async () => {
    const gone = await startRegistry();
    await gone.close();
    const before = text('unresolved', other).replace(`${registry.host}/toy/helm`, `${gone.host}/toy/helm`);
    writeFileSync(join(folder, lockFile), before);
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^helm: cannot read 127\.0\.0\.1:\d+\/toy\/helm:v2: no registry answers at http:\S+$/m);
    expect(read()).toBe(before.replace('unresolved', digest));
  });

  it('does not overwrite what somebody wrote while the registries were asked', async () => {
    const edited = text(other, digest);
    const slow = await startRegistry({
      misdeed: () => {
        writeFileSync(join(folder, lockFile), edited);
        return undefined;
      },
    });
    for (const [name, manifest] of registry.manifests) slow.manifests.set(name, manifest);
    writeFileSync(join(folder, lockFile), text('unresolved', digest).replaceAll(registry.host, slow.host));
    const { code, stderr } = await run();
    await slow.close();
    expect(read()).toBe(edited);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`${lockFile} was changed while the registries were asked`),
    });
  });

  it.each([
    { reason: 'it pins no such thing', args: ['sqll'], says: `${lockFile} has no sqll, did you mean sql?` },
    { reason: 'nothing of that name can be updated', args: ['--update', 'x'], says: `${lockFile} has no x` },
  ])('refuses a name if $reason', async ({ args, says }) => {
    const requests = registry.requests.length;
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
    expect(registry.requests).toHaveLength(requests);
  });

  it('refuses a lock that it cannot read, and says where to write one', async () => {
    writeFileSync(join(folder, lockFile), text('sha256:0', digest));
    expect(await run()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${lockFile}:10:11: providers[1].digest`),
    });
    rmSync(join(folder, lockFile));
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining(`there is no ${lockFile}`) });
  });
});
