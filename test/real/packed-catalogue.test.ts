/**
 * The packed catalogue in an empty folder, installed by npm: the platform of docs/catalogue.md starts, passes its tests and renders. With a step
 * of others it becomes ready on a real control plane.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeWorld } from '../played/play.ts';
import { blocks, commands, textOf } from '../pages/page.ts';
import {
  filesShown,
  isOffline,
  packCatalogue,
  packEngine,
  type Packed,
  removeFolder,
  strangersEnv,
  writeFiles,
} from '../release/packed-engine.ts';
import * as claims from './control-plane/claim.ts';
import { installKinds, neededOn, notPlayed } from './control-plane/crds.ts';
import { publishAutoReady, runAutoReady } from './control-plane/foreign-function.ts';
import { push } from './control-plane/packages.ts';
import { installPlatform } from './control-plane/platform.ts';
import { startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';

const page = textOf('docs/catalogue.md');
const parent = mkdtempSync(join(tmpdir(), 'planesmith-taker-'));
const acme = join(parent, 'acme');
let packed: readonly Packed[] = [];

beforeAll(async () => {
  packed = await Promise.all([packEngine(), packCatalogue()]);
}, 600_000);
/** Ends what the journey started, the last one first. */
const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
  removeFolder(parent);
  for (const one of packed) await one.remove();
});

/** Runs a line of the page as another company's machine does. */
function run(folder: string, line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const options = { cwd: folder, env: strangersEnv(process.execPath), maxBuffer: 1 << 26 };
  return new Promise((done) =>
    execFile('sh', ['-c', line], options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );
}

/** Why nothing can be tried, such as a registry that is not reached. */
let missing: string | undefined;

it('begins, installs, starts, and passes its tests and its check, by the commands and files of the page', async ({
  skip,
}) => {
  const [engine = '', catalogue = ''] = packed.map(({ tarball }) => tarball);
  for (const command of commands(page)) {
    const ran = await run(parent, command.replace(/^npm install .*$/, `npm install '${engine}' '${catalogue}'`));
    if (isOffline(ran.stderr)) return skip((missing = 'npm reaches no registry'));
    expect(ran, command).toMatchObject({ code: 0 });
  }
  writeFiles(parent, filesShown(page));
  const environment = join(acme, 'examples/environments/local.yaml');
  const own = blocks(page, 'yaml')
    .join('')
    .replaceAll(/^(?=.)/gm, '  ');
  writeFileSync(environment, `${readFileSync(environment, 'utf8').trimEnd()}\n${own}`);
  const manifest = join(acme, 'package.json');
  const tarballs: Readonly<Record<string, string>> = { planesmith: engine, 'planesmith-catalogue': catalogue };
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replaceAll(
      /"(planesmith[\w-]*)": "\^[^"]*"/g,
      (_, name: string) => `"${name}": ${JSON.stringify(`file:${tarballs[name]}`)}`,
    ),
  );
  for (const line of ['npm install', 'npm start', 'npm test', 'npm run check']) {
    expect(await run(acme, line), line).toMatchObject({ code: 0 });
  }
}, 900_000);

it('renders claims in its own group, in the sizes of its own table and with the label of its own concern', async ({
  skip,
}) => {
  if (missing !== undefined) return skip(missing);
  const { code, stdout, stderr } = await run(acme, 'npx planesmith render examples/database.yaml examples/cache.yaml');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/memory: "?1024Mi/);
  expect(stdout).toContain('acme.io/cost-centre: k-1742');
  expect(stdout).not.toContain('platform.example.org');
  expect(readFileSync(join(acme, 'dist/release.yaml'), 'utf8')).toContain('registry.acme.io/platform/acme-local');
}, 60_000);

/** The Function of others that the Composition of Note depends on. */
const autoReady = 'v0.7.0';
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

const registry = 'registry.acme.io/platform';
const functionPackage = 'acme-functions-0-1-0';

let plane: ControlPlane | undefined;
it('is installed on a real control plane, with the function of others that it depends on', async ({ skip }) => {
  const lacking = missing ?? (await missingForControlPlane());
  if (lacking !== undefined) return skip(lacking);
  const index = join(acme, 'compositions/index.ts');
  const entries = readFileSync(index, 'utf8').replace('compositions = {}', 'compositions = { note }');
  writeFiles(acme, [
    ['compositions/note.ts', composition],
    ['compositions/index.ts', entries.replace('import type { apis }', "import { note } from './note.ts';\n$&")],
  ]);
  expect(await run(acme, 'npx planesmith build')).toMatchObject({ code: 0 });
  plane = await startControlPlane();
  const running = plane;
  ends.push(() => running.stop());
  await installKinds(plane, [], neededOn('local'));
  await claims.createNamespace(plane, claims.namespace);
  const provider = await startPlayedProvider(plane.client, fakeWorld, notPlayed('local'));
  ends.push(() => provider.stop().catch(() => undefined));
  provider.reach('ready');
  const dist = join(acme, 'dist');
  const names = { functionRepository: `${registry}/${functionPackage}`, functionName: `platform-${functionPackage}` };
  const pods = await Promise.all([
    installPlatform(plane, {
      of: { version: '0.1.0', registry, ...names },
      dist,
      pkg: 'acme-local',
      target: 'local',
      async publish(pushed) {
        for (const name of ['acme-local', functionPackage])
          await push(pushed, join(dist, 'oci', name), `platform/${name}`, 'v0.1.0');
        await publishAutoReady(running, pushed, autoReady);
      },
    }),
    runAutoReady(plane),
  ]);
  ends.push(...pods.map((pod) => () => pod.stop()));
  await plane.kubectl('apply', '-f', join(acme, 'examples/environments/local.yaml'));
}, 300_000);

it.for(['note', 'cache', 'database'])(
  'its example %s becomes ready there',
  { timeout: 120_000 },
  async (key, { skip }) => {
    if (plane === undefined) return skip(missing ?? 'no control plane runs here');
    const { kubectl } = plane;
    const file = join(acme, `examples/${key}.yaml`);
    await until('the claim to be accepted', 30, () => kubectl('apply', '-f', file));
    await until(`${key} to be ready`, 60, async () => {
      const { status } = JSON.parse(await kubectl('get', '-f', file, '-o', 'json')) as {
        status?: { conditions: readonly claims.Condition[] };
      };
      const ready = status?.conditions.find(({ type }) => type === 'Ready');
      expect(ready?.status, JSON.stringify(status)).toBe('True');
      return true;
    });
  },
);

it('refuses an override of what does not exist: it does not compile, and one sentence says so', async ({ skip }) => {
  const file = join(acme, 'functions/index.ts');
  if (missing !== undefined) return skip(missing);
  writeFileSync(file, readFileSync(file, 'utf8').replace('tables: { sizes:', 'tables: { sizez:'));
  expect(await run(acme, 'npx tsc')).toMatchObject({
    code: expect.any(Number),
    stdout: expect.stringMatching(/'sizez' does not exist/),
  });
  const rendered = await run(acme, 'npx planesmith render examples/note.yaml');
  expect(rendered).toMatchObject({ code: 2, stdout: '' });
  expect(rendered.stderr).toMatch(/functions\/index\.ts:\d+\): Database has no table sizez, did you mean sizes\?\n/);
}, 60_000);
