/** Another company's platform, begun from the packed tarballs alone, with a step of others: its claims become ready on a real control plane. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { packEngine, type Packed, removeFolder } from '../release/packed-engine.ts';
import { fakeWorld } from '../played/play.ts';
import * as claims from './control-plane/claim.ts';
import { installKinds } from './control-plane/crds.ts';
import { publishAutoReady, runAutoReady } from './control-plane/foreign-function.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { push } from './control-plane/packages.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';

const run = promisify(execFile);
const registry = 'registry.acme.io/platform';
const group = 'platform.acme.io';
const autoReady = 'v0.7.0';
const functionPackage = 'acme-functions-0-1-0';
const functionRepository = `${registry}/${functionPackage}`;

const missing = await missingForControlPlane();
const parent = mkdtempSync(join(tmpdir(), 'planesmith-acme-'));
const acme = join(parent, 'acme');
let packed: Packed | undefined;
let plane: ControlPlane | undefined;
let provider: PlayedProvider | undefined;
const pods: (FunctionPod | { stop(): Promise<void> })[] = [];

const shell = (folder: string, line: string) =>
  run('sh', ['-c', line], { cwd: folder, maxBuffer: 1 << 26, env: { ...process.env, NO_COLOR: '1' } });

beforeAll(async () => {
  if (missing !== undefined) return;
  packed = await packEngine();
  await shell(parent, `npm init -y && npm install '${packed.tarball}'`);
  const names = `--name acme --group ${group} --registry ${registry} --targets local`;
  await shell(parent, `npx planesmith init acme ${names} --api Note`);
  const manifest = join(acme, 'package.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace(/(?<="planesmith": )"\^[^"]*"/, JSON.stringify(`file:${packed.tarball}`)));
  writeFileSync(join(acme, 'compositions/note.ts'), composition);
  const index = join(acme, 'compositions/index.ts');
  const entries = readFileSync(index, 'utf8').replace('compositions = {}', 'compositions = { note }');
  writeFileSync(index, entries.replace('import type { apis }', "import { note } from './note.ts';\n$&"));
  await shell(acme, 'npm install && npx planesmith build && npm test');
}, 600_000);
afterAll(async () => {
  for (const pod of pods) await pod.stop();
  await provider?.stop().catch(() => undefined);
  await plane?.stop();
  await packed?.remove();
  removeFolder(parent);
});

/** The Composition of Note, with a step of others as docs/compositions.md shows it. */
const composition = `import type { Construct } from 'constructs';
import { Composition, type CompositionProps } from 'planesmith/synth';
import { note as api } from '../apis/note.ts';

export function note(scope: Construct, props: CompositionProps<typeof api>): void {
  new Composition(scope, 'composition', { api, ...props }).after({
    step: 'auto-ready',
    function: { package: 'xpkg.crossplane.io/crossplane-contrib/function-auto-ready', version: '${autoReady}' },
  });
}
`;

describe('the platform of another company', () => {
  it('is installed with the function of others that it depends on', async ({ skip }) => {
    if (missing !== undefined) return skip(missing);
    plane = await startControlPlane();
    await installKinds(plane);
    await claims.createNamespace(plane, claims.namespace);
    provider = await startPlayedProvider(plane.client, fakeWorld, ({ apiVersion }) => apiVersion === 'v1');
    provider.reach('ready');
    const dist = join(acme, 'dist');
    const of = { version: '0.1.0', registry, functionRepository, functionName: `platform-${functionPackage}` };
    const [own, theirs] = await Promise.all([
      installPlatform(plane, {
        of,
        dist,
        pkg: 'acme-local',
        target: 'local',
        async publish(pushed) {
          for (const name of ['acme-local', functionPackage]) {
            await push(pushed, join(dist, 'oci', name), `platform/${name}`, 'v0.1.0');
          }
          await publishAutoReady(plane!, pushed, autoReady);
        },
      }),
      runAutoReady(plane),
    ]);
    pods.push(own, theirs);
  });

  it('gives ready claims', async ({ skip, expect }) => {
    if (missing !== undefined || plane === undefined) return skip(missing);
    const { client, kubectl } = plane;
    await kubectl('apply', '-f', join(acme, 'examples/environments/local.yaml'));
    const claim = join(acme, 'examples/note.yaml');
    await until('the claim to be accepted', 30, () => kubectl('apply', '-f', claim));
    const path = `/apis/${group}/v1alpha1/namespaces/${claims.namespace}/notes/example`;
    await until('Note to be ready', 60, async () => {
      const conditions = ((await client.get(path))?.['status']?.conditions ?? []) as claims.Condition[];
      const ready = conditions.find(({ type }) => type === 'Ready');
      expect(ready?.status, JSON.stringify(conditions)).toBe('True');
      return true;
    });
  });
});
