/** The signatures of a real release in a real registry: what cosign says of them, and what Crossplane's own check says. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { planesmith } from '../pages/page.ts';
import { pushAsDocumented } from './documented-push.ts';
import { type Registry, startRegistry } from './registry.ts';
import { locateDebian } from './tools/debian.ts';
import { locateTool } from './tools/tools.ts';

const run = promisify(execFile);
const located = [
  await locateDebian('docker-registry'),
  await locateTool('cosign'),
  await locateTool('image-config'),
] as const;
const missing = located
  .map((tool) => ('missing' in tool ? tool.missing : ''))
  .join(' ')
  .trim();
const [registryTool = '', cosignTool = '', imageConfigTool = ''] = located.map((tool) =>
  'path' in tool ? tool.path : '',
);

interface Entry {
  readonly name?: string;
  readonly kind?: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

let folder: string;
let dist: string;
let entries: readonly Entry[];
let registry: Registry;

/** Writes a new pair of keys, and returns the paths. */
async function pair(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [secret, open] = [join(folder, `${name}.key`), join(folder, `${name}.pub`)];
  await writeFile(secret, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  await writeFile(open, publicKey.export({ format: 'pem', type: 'spki' }));
  return { private: secret, public: open };
}

let ours: Awaited<ReturnType<typeof pair>>;
let theirs: Awaited<ReturnType<typeof pair>>;

beforeAll(async () => {
  if (missing) return;
  folder = await mkdtemp(join(tmpdir(), 'planesmith-sign-'));
  dist = join(folder, 'dist');
  [ours, theirs] = [await pair('ours'), await pair('theirs')];
  registry = await startRegistry(registryTool, folder);
  await planesmith('build', '--out', dist);
  const { packages, kit } = parse(await readFile(join(dist, 'release.yaml'), 'utf8')) as {
    packages: Entry[];
    kit: Entry;
  };
  entries = [...packages, kit];
  await planesmith('sign', dist, '--key', ours.private);
  await pushAsDocumented(dist, registry.host);
});
afterAll(async () => {
  if (missing) return;
  await registry.program.stop();
  await rm(folder, { recursive: true });
});

const there = ({ repository, tag }: Entry) => `${registry.host}${repository.slice(repository.indexOf('/'))}:${tag}`;
const ofKind = (kind: string) => entries.find((entry) => entry.kind === kind)!;
const env = () => ({ ...process.env, HOME: folder, DOCKER_CONFIG: folder, COSIGN_PASSWORD: 'open sesame' });
const cosign = async (...args: string[]) =>
  (await run(cosignTool, args, { env: env(), cwd: folder, maxBuffer: 64 << 20 })).stdout;
const verified = (reference: string, key: string) =>
  cosign('verify', '--key', key, '--insecure-ignore-tlog', reference).then((text) => JSON.parse(text) as object[]);

describe('the signatures of a release', () => {
  it('are accepted by cosign for every package and the kit, and only with the key', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    for (const entry of entries) {
      const claims = { critical: { image: { 'docker-manifest-digest': entry.digest } } };
      expect(await verified(there(entry), ours.public), there(entry)).toMatchObject([claims]);
    }
    await expect(verified(there(ofKind('Function')), theirs.public)).rejects.toMatchObject({
      stderr: expect.stringContaining('no matching signatures'),
    });
  });

  it('are those of SBOM and provenance, too, for each package', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    for (const entry of [ofKind('Function'), ofKind('Configuration')]) {
      const attested = async (type: string) => {
        const args = ['--key', ours.public, '--insecure-ignore-tlog', '--type', type, there(entry)];
        const { payload } = JSON.parse(await cosign('verify-attestation', ...args)) as { payload: string };
        return Buffer.from(payload, 'base64').toString();
      };
      const file = (path: string) => readFile(join(dist, path), 'utf8');
      const { predicate } = JSON.parse(await attested('cyclonedx')) as { predicate: object };
      expect(predicate).toEqual(JSON.parse(await file(`sbom/${entry.name}.cdx.json`)));
      expect(await attested('slsaprovenance1')).toBe(await file(`provenance/${entry.name}.json`));
    }
  });

  it('are beside SBOM and provenance as documents, which cosign lists', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    const tree = await cosign('tree', there(ofKind('Function')));
    for (const type of ['cyclonedx', 'in-toto'])
      expect(tree).toContain(`application/vnd.${type}+json artifacts via OCI referrer`);
  });

  it('stay beside one that cosign adds with an imported key, which verify accepts', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    const entry = ofKind('Configuration');
    const place = there(entry).replace(/:[^:]*$/, `@${entry.digest}`);
    await cosign('import-key-pair', '--key', theirs.private, '--output-key-prefix', 'imported');
    const legacy = ['--new-bundle-format=false', '--use-signing-config=false', '--tlog-upload=false'];
    await cosign('sign', '--yes', '--key', 'imported.key', ...legacy, place);
    for (const { public: key } of [ours, theirs]) {
      expect(await verified(place, key)).toHaveLength(1);
      await planesmith('verify', place, '--key', key);
    }
    await expect(planesmith('sign', place, '--key', join(folder, 'imported.key'))).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is encrypted in cosign's own form, which only cosign reads"),
    });
  });

  it('added in the registry by reference are accepted by cosign', async ({ skip, expect, onTestFinished }) => {
    if (missing) return skip(missing);
    const other = await pair('other');
    onTestFinished(() => rm(other.private));
    await planesmith('sign', there(ofKind('Function')), '--key', other.private);
    expect(await verified(there(ofKind('Function')), other.public)).toHaveLength(1);
  });
});

describe('the check of Crossplane', () => {
  /** What core says of the reference with the ImageConfig of docs/signing.md, whose registry and key become those of this test. */
  async function checked(reference: string): Promise<string> {
    const page = await readFile(resolve(import.meta.dirname, '../../docs/signing.md'), 'utf8');
    const [, block = ''] = /```yaml\n(apiVersion: pkg\.crossplane\.io\/[^]*?)```/.exec(page) ?? [];
    const [config, secret] = block.split('---\n').map((text) => parse(text) as object);
    const data = { 'cosign.pub': (await readFile(ours.public)).toString('base64') };
    const file = join(folder, 'image-config.yaml');
    await writeFile(file, [config, { ...secret, data }].map((value) => stringify(value)).join('---\n'));
    return run(imageConfigTool, [file, reference], { env: env() }).then(
      () => 'accepted',
      ({ stdout }: { stdout: string }) => stdout,
    );
  }

  it('finds the signature where it is, and asks for an entry in a log, as docs/signing.md says', async ({
    skip,
    expect,
  }) => {
    if (missing) return skip(missing);
    const page = await readFile(resolve(import.meta.dirname, '../../docs/signing.md'), 'utf8');
    const [, sentence = ''] = /```\n(signature verification failed .*)\n```/.exec(page) ?? [];
    expect(sentence).toContain('rekor client not provided for online verification');
    for (const kind of ['Function', 'Configuration']) {
      const answer = await checked(there(ofKind(kind)));
      expect(answer.startsWith(`authority "platform": ${sentence}\n`), answer).toBe(true);
    }
  });

  it('says otherwise if there is no signature', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    await planesmith('build', '--only', 'platform-local', '--out', join(folder, 'unsigned'));
    await planesmith('push', join(folder, 'unsigned'), '--to', `${registry.host}/unsigned`);
    const answer = await checked(`${registry.host}/unsigned/platform-local:${ofKind('Configuration').tag}`);
    expect(answer).toBe('authority "platform": signature verification failed with no signatures found\n');
  });
});
