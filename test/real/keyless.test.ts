/** Keyless signatures, by the steps of docs/signing.md: the real cosign, Fulcio and Rekor make them, and Crossplane's own check judges them. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { PackageSigner } from 'planesmith';
import { chartObjects, imageVerification } from 'planesmith/release';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { platform } from '../cases/platform.ts';
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
  await locateTool('fulcio'),
  await locateTool('rekor-server'),
  await locateTool('sigstore-services'),
] as const;
const missing = located
  .map((tool) => ('missing' in tool ? tool.missing : ''))
  .join(' ')
  .trim();
const [registryTool = '', cosignTool = '', imageConfigTool = '', fulcio = '', rekor = '', servicesTool = ''] =
  located.map((tool) => ('path' in tool ? tool.path : ''));

/** What docs/signing.md says, with the workflow of the test's token. */
const identity = 'https://github.com/example/platform/.github/workflows/release.yaml@refs/heads/main';

interface Pushed {
  readonly reference: string;
  readonly digest: string;
}

let folder: string;
let dist: string;
let registry: Registry;
let services: ChildProcess;
let urls: { readonly fulcio: string; readonly rekor: string; readonly issuer: string };
let page: string;
let packages: readonly string[];

beforeAll(async () => {
  if (missing) return;
  page = await readFile(resolve(import.meta.dirname, '../../docs/signing.md'), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'planesmith-keyless-'));
  dist = join(folder, 'dist');
  registry = await startRegistry(registryTool, folder);
  services = spawn(servicesTool, [folder, fulcio, rekor], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(services, 'exit').then(([code]) => Promise.reject(new Error(`the services ended with ${code}`)));
  const [line] = (await Promise.race([once(createInterface(services.stdout!), 'line'), ended])) as [string];
  ended.catch(() => undefined);
  urls = JSON.parse(line) as typeof urls;
  await planesmith('build', '--only', 'platform-local', '--out', dist);
  const { stdout } = await pushAsDocumented(dist, registry.host, '-o', 'json');
  const { pushed } = JSON.parse(stdout) as { readonly pushed: readonly Pushed[] };
  packages = pushed.map(({ reference, digest }) => `${reference.replace(/:[^:/]*$/, '')}@${digest}`);
});
afterAll(async () => {
  if (missing) return;
  services.stdin!.end();
  await once(services, 'exit');
  await registry.program.stop();
  await rm(folder, { recursive: true });
});

/** Runs cosign as a workflow with the right to a token does, with the Sigstore of this test. */
async function cosign(...args: string[]): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    DOCKER_CONFIG: folder,
    COSIGN_PASSWORD: '',
    COSIGN_FULCIO_URL: urls.fulcio,
    COSIGN_REKOR_URL: urls.rekor,
    SIGSTORE_ID_TOKEN: await readFile(join(folder, 'token'), 'utf8'),
    SIGSTORE_ROOT_FILE: join(folder, 'fulcio.pem'),
    SIGSTORE_REKOR_PUBLIC_KEY: join(folder, 'rekor.pub'),
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: join(folder, 'ctfe.pub'),
  };
  return (await run(cosignTool, args, { env, cwd: folder, maxBuffer: 64 << 20 })).stdout;
}

/** The words of the page's command after `cosign sign`. */
const signOptions = () => {
  const [, options = ''] = /xargs cosign sign (--yes .*)$/m.exec(page) ?? [];
  if (options === '') throw new Error('docs/signing.md no longer says how cosign signs without a key');
  return options.split(' ');
};

/** What Crossplane says of a reference with the ImageConfig of an install bundle whose platform has this signer. */
async function checked(reference: string, signer: PackageSigner): Promise<string> {
  const { name, registry: home } = platform;
  const objects = chartObjects('image-config', (chart) =>
    imageVerification(chart, { name, registry: home, signers: [signer] }, 'crossplane-system'),
  );
  const file = join(folder, 'image-config.yaml');
  await writeFile(file, objects.map((value) => stringify(value)).join('---\n'));
  const env = { PATH: process.env['PATH'], HOME: folder, DOCKER_CONFIG: folder };
  return run(imageConfigTool, [file, reference, folder], { env }).then(
    () => 'accepted',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

describe('a keyless signature', () => {
  it('by the steps of the page is accepted by cosign for the workflow, and for no other', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    for (const reference of packages) await cosign('sign', ...signOptions(), reference);
    const verified = (subject: string, reference: string) =>
      cosign('verify', '--certificate-identity', subject, '--certificate-oidc-issuer', urls.issuer, reference);
    for (const reference of packages) {
      expect(parse(await verified(identity, reference)), reference).toHaveLength(1);
    }
    await expect(verified(identity.replace('main', 'other'), packages[0]!)).rejects.toMatchObject({
      stderr: expect.stringContaining('none of the expected identities matched'),
    });
  });

  it('is accepted by the check of Crossplane for the signer of an install bundle alone', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    const by = (subject: string, issuer = urls.issuer) => ({ name: 'release', issuer, subject });
    for (const reference of packages) expect(await checked(reference, by(identity))).toBe('accepted');
    for (const other of [by(identity.replace('main', 'other')), by(identity, 'https://issuer.example.org')]) {
      expect(await checked(packages[0]!, other)).toContain('none of the expected identities matched');
    }
  });
});

describe('a signature by a key that has an entry in a log', () => {
  it('is accepted by the check of Crossplane', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(join(folder, 'own.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
    const signer = { name: 'owner', key: publicKey.export({ format: 'pem', type: 'spki' }).toString() };
    await cosign('import-key-pair', '--key', 'own.pem', '--output-key-prefix', 'own-cosign');
    for (const reference of packages) {
      expect(await checked(reference, signer)).not.toBe('accepted');
      await cosign('sign', '--key', 'own-cosign.key', ...signOptions(), reference);
      expect(await checked(reference, signer), reference).toBe('accepted');
    }
  });
});
