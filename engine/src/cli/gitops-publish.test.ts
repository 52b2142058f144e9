import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { versionsIn } from '../gitops/fleet/fleet.ts';
import { editsOf } from '../gitops/fleet/published-version.ts';
import { pair } from '../signing/testing/pair.ts';
import { planesmith, widgetFolder } from './testing/widget-folder.ts';

/** A platform of toys with its build. */
let toys: string;
const fleets: string[] = [];
beforeAll(async () => {
  toys = widgetFolder({
    'planesmith.lock.yaml':
      'operators:\n- { name: gearer, image: ghcr.io/toy/gearer, version: v1, digest: unresolved, groups: [toys.example.org] }\n' +
      'charts:\n- { name: gearer, image: ghcr.io/toy/charts/gearer, version: v2, digest: unresolved }\n',
  });
  expect(await planesmith(toys, ['build'])).toMatchObject({ code: 0 });
});
afterAll(() => [toys, ...fleets].forEach((folder) => rmSync(folder, { recursive: true })));

function newFleet(): string {
  const fleet = mkdtempSync(join(tmpdir(), 'planesmith-publish-'));
  fleets.push(fleet);
  return fleet;
}

const publish = (fleet: string, ...more: string[]) =>
  planesmith(toys, ['gitops', 'publish', '--fleet', fleet, '--not-for-release', ...more]);

describe('planesmith gitops publish', () => {
  it('writes the packages by digest, the bundle byte for byte, and the digests of all that', async () => {
    const fleet = newFleet();
    const folder = join(fleet, 'versions/1.2.3');
    expect(await publish(fleet)).toMatchObject({ code: 0, stdout: `${folder}\n` });
    const [version] = await versionsIn(fleet);
    expect(version).toMatchObject({ version: '1.2.3', release: { platform: 'toys' } });
    expect(await editsOf(fleet, version!)).toEqual([]);
    const text = (path: string) => readFileSync(join(folder, path), 'utf8');
    expect(text('install/cloud/rbac.yaml')).toBe(readFileSync(join(toys, 'dist/install/cloud/rbac.yaml'), 'utf8'));
    for (const name of ['environment.yaml', 'operators.yaml']) {
      expect(existsSync(join(toys, 'dist/install/cloud', name))).toBe(true);
      expect(existsSync(join(folder, 'install/cloud', name))).toBe(false);
      expect(text('install/cloud/kustomization.yaml')).not.toContain(name);
    }
    const { digest } = version!.release.packages.find(({ name }) => name === 'toys-cloud-claims')!;
    expect(text('packages/cloud-claims/packages.yaml')).toContain(
      `package: registry.example.org/toys/toys-cloud-claims:v1.2.3@${digest}\n`,
    );
    expect(text('packages/cloud-claims/kinds.yaml')).toContain('kind: Widget\n');
    expect(text('packages/cloud-claims/kustomization.yaml')).toContain('sync-wave: "-10"');
  });

  it('has the operators of a target beside its bundle, as the build lists them and as Flux installs them', async () => {
    const fleet = newFleet();
    await publish(fleet, '--target', 'cloud');
    const folder = join(fleet, 'versions/1.2.3/operators/cloud');
    const text = (path: string) => readFileSync(path, 'utf8');
    expect(text(join(folder, 'operators.yaml'))).toBe(text(join(toys, 'dist/install/cloud/operators.yaml')));
    expect(text(join(folder, 'kustomization.yaml'))).toContain('resources:\n- flux.yaml\n');
    expect(text(join(folder, 'flux.yaml'))).toMatch(/kind: HelmRelease\nmetadata:\n[^]*name: toys-gearer\n/);
  });

  it('guards the packages against pruning, by each controller', async () => {
    const fleet = newFleet();
    await publish(fleet, '--target', 'local');
    const text = readFileSync(join(fleet, 'versions/1.2.3/packages/local-namespaced/packages.yaml'), 'utf8');
    expect(text).toContain('argocd.argoproj.io/sync-options: Prune=confirm,Delete=confirm\n');
    expect(text).toContain('kustomize.toolkit.fluxcd.io/prune: disabled\n');
  });

  it('leaves a version alone that is there byte for byte', async () => {
    const fleet = newFleet();
    await publish(fleet);
    expect(await publish(fleet)).toMatchObject({ code: 0, stderr: '1.2.3 is there already, byte for byte\n' });
  });

  it('refuses a version that is published with other bytes, and names the files', async () => {
    const fleet = newFleet();
    await publish(fleet, '--target', 'local');
    const file = join(fleet, 'versions/1.2.3/install/local/rbac.yaml');
    appendFileSync(file, '# changed\n');
    const before = readFileSync(file, 'utf8');
    expect(await publish(fleet, '--target', 'local')).toMatchObject({
      code: 1,
      stdout: `${file}\n`,
      stderr: expect.stringContaining('a published version never changes: nothing was written'),
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('publishes the signatures of the build, and then nobody exchanges, adds or removes one', async () => {
    const [dist, fleet] = [join(newFleet(), 'dist'), newFleet()];
    cpSync(join(toys, 'dist'), dist, { recursive: true });
    const key = join(dist, '../cosign.key');
    writeFileSync(key, pair().private);
    expect(await planesmith(toys, ['sign', dist, '--key', key])).toMatchObject({ code: 0 });
    expect(await publish(fleet, dist)).toMatchObject({ code: 0 });
    const [version] = await versionsIn(fleet);
    const signed = version!.files.filter((path) => path.startsWith('signatures/'));
    expect(signed).toEqual(
      readdirSync(join(dist, 'signatures'))
        .map((name) => `signatures/${name}`)
        .toSorted(),
    );
    expect(signed).toContain('signatures/toys-functions-1-2-3.json');
    expect(await editsOf(fleet, version!)).toEqual([]);
    const at = (path: string) => join(fleet, 'versions/1.2.3', path);
    const [first = '', second = ''] = signed;
    cpSync(at(first), at(second));
    expect((await editsOf(fleet, version!)).map(({ file }) => file)).toEqual([second]);
    cpSync(join(dist, second), at(second));
    cpSync(at(first), at('signatures/one-more.json'));
    expect((await editsOf(fleet, version!)).map(({ file }) => file)).toEqual(['signatures/one-more.json']);
    rmSync(at('signatures'), { recursive: true });
    expect((await editsOf(fleet, version!)).map(({ file }) => file)).toEqual(signed);
  });

  it('takes signatures that come after a version was published without any', async () => {
    const fleet = newFleet();
    await publish(fleet, '--target', 'local');
    mkdirSync(join(fleet, 'versions/1.2.3/signatures'));
    writeFileSync(join(fleet, 'versions/1.2.3/signatures/toys-local.json'), '{}');
    const [version] = await versionsIn(fleet);
    expect(await editsOf(fleet, version!)).toEqual([]);
  });

  it('publishes some targets only if it is told so', async () => {
    const fleet = newFleet();
    expect(await publish(fleet, '--target', 'local')).toMatchObject({ code: 0 });
    const [version] = await versionsIn(fleet);
    expect(version!.files.filter((path) => path.endsWith('packages.yaml'))).toEqual([
      'packages/local-claims/packages.yaml',
      'packages/local-namespaced/packages.yaml',
    ]);
  });

  it.each([
    { reason: 'a target that the build lacks', args: ['--target', 'moon'], says: 'has no target moon' },
    { reason: 'a folder without a build', args: ['nowhere'], says: 'there is no release in nowhere' },
  ])('refuses $reason', async ({ args, says }) => {
    const fleet = newFleet();
    expect(await publish(fleet, ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
    expect(existsSync(join(fleet, 'versions'))).toBe(false);
  });

  it('refuses packages that only this machine can run, unless it is told so', async () => {
    const fleet = newFleet();
    expect(await planesmith(toys, ['gitops', 'publish', '--fleet', fleet])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('toys-functions-1-2-3 is not for release'),
    });
  });

  it('refuses a build without the definitions of its kinds', async () => {
    const dist = join(newFleet(), 'dist');
    cpSync(join(toys, 'dist'), dist, { recursive: true });
    rmSync(join(dist, 'manifests'), { recursive: true });
    expect(await publish(newFleet(), dist)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no definitions of the package toys-cloud'),
    });
  });
});
