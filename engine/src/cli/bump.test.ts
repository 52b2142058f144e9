import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { BumpReport } from '../bump/index.ts';
import type { JsonSchema } from '../models/json-schema.ts';
import { toyCrd, type ToyCrd, toySchema } from '../models/testing/toy-crd.ts';
import { toyArchive, toyImage, toyLayer } from '../models/testing/toy-package.ts';
import { startRegistry, type TestRegistry } from '../registry/testing/registry.ts';
import { config, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const text: JsonSchema = { type: 'string' };
const fields: Readonly<Record<string, JsonSchema>> = {
  identity: text,
  version: text,
  teeth: { type: 'integer' },
  region: text,
  material: { type: 'object', properties: { alloy: text } },
};

/** The CRD of a Gear with other fields, or another CRD. */
function gears(others: Readonly<Record<string, JsonSchema | undefined>> = {}, changes: Partial<ToyCrd> = {}): string {
  const properties = Object.fromEntries(
    Object.entries({ ...fields, ...others }).filter(([, schema]) => schema !== undefined),
  ) as JsonSchema['properties'];
  const schema = toySchema({ type: 'object', properties: properties! });
  const status: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const whole = { ...schema, properties: { ...schema.properties, status } };
  return stringify(toyCrd({ group: 'toys.example.org', kind: 'Gear', plural: 'gears', schema: whole, ...changes }));
}

const lockText = (host: string): string => `# Kept.
providers:
  - name: provider-toys
    image: ${host}/provider-toys
    version: v1.0.0
    digest: sha256:${'0'.repeat(64)}
functions: []
operators: []
charts: []
images: []
`;
const meta = (verbs: string) => `apiVersion: meta.pkg.crossplane.io/v1
kind: Provider
spec: { controller: { permissionRequests: [{ apiGroups: [''], resources: [secrets], verbs: [${verbs}] }] } }
---
`;

let registry: TestRegistry;
let folder: string;
const put = (path: string, content: string | Uint8Array): string => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  return path;
};
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const bump = (...args: readonly string[]) => planesmith(folder, ['bump', ...args]);
const next = 'provider-toys@v1.1.0';

/** Publishes a package with this package.yaml, and returns its digest. */
async function publish(version: string, yaml: string): Promise<string> {
  const { manifest, digest, blobs } = toyImage([await toyLayer('package.yaml', yaml)], 0);
  for (const [name, bytes] of blobs) registry.blobs.set(`provider-toys@${name}`, bytes);
  const entry = { mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes: manifest };
  registry.manifests.set(`provider-toys:${version}`, entry).set(`provider-toys@${digest}`, entry);
  return digest;
}

beforeAll(async () => {
  registry = await startRegistry();
  folder = widgetFolder({
    'planesmith.config.ts': config.replace("name: 'toys'", "name: 'toys',\n  models: { sources: ['provider-toys'] }"),
    'provider-toys/gears.yaml': gears(),
    'functions/kinds/all.ts': "import '../models/toys.example.org/v1/gear.ts';\n",
    'planesmith.lock.yaml': lockText(registry.host),
    'examples/environments/cloud.yaml': `${environment}  cloud: { region: here }\n`,
  });
  expect(await planesmith(folder, ['models'])).toMatchObject({ code: 0 });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await registry.close();
});

describe('planesmith bump', () => {
  it('says what breaks, where, and how it was judged', async () => {
    const crds = put('next/gears.yaml', gears({ teeth: text, version: { ...text, enum: ['2'] }, polish: text }));
    const { code, stdout, stderr } = await bump(next, '--crds', crds);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(
        new RegExp(`^provider-toys v1\\.0\\.0 → v1\\.1\\.0: 4 breaking, 1 safe
the API server refuses what the platform composes for Widget on cloud, Widget on local once v1\\.1\\.0 is installed

breaking
  \\w{12} Widget on cloud: Gear spec\\.teeth: the type was integer and is string: .*
  \\w{12} Widget on cloud: Gear spec\\.version: the value is one of \\["2"\\] now: Unsupported value: "1".*
  \\w{12} Widget on local: Gear spec\\.teeth: .*; hits team-a/big \\(crd-type-changed\\)
  \\w{12} Widget on local: Gear spec\\.version: .* \\(crd-value-removed\\)

safe
  \\w{12} Gear \\(toys\\.example\\.org/v1\\): has a new field: spec\\.polish \\(crd-field-added\\)
$`),
      ),
    });
    expect(stderr).toContain(
      'old: the generated models in functions/models, from provider-toys/gears.yaml\nnew: next/gears.yaml\n',
    );
    expect(stderr).toMatch(/^judged \d+ objects of 1 kind, in \d+ combinations of claim, target and environment$/m);
  });

  it('takes the package of the version from the registry, and compares its rights with those of the one in use', async () => {
    await publish('v1.0.0', meta('get') + gears());
    const digest = await publish('v1.1.0', meta('get, create') + gears());
    const { code, stdout, stderr } = await bump(next, '--from', `${registry.host}/provider-toys:v1.0.0`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('permissions\n') });
    expect(stdout).toContain('provider-toys and secrets: asks also for create (crd-right-requested)');
    expect(stderr).toContain(
      `old: ${registry.host}/provider-toys:v1.0.0\nnew: ${registry.host}/provider-toys:v1.1.0@${digest}\n`,
    );
  });

  it('writes the text of a pull request that sets no name of others in force', async () => {
    const crds = put('next/gears.yaml', gears({ teeth: { type: 'integer', default: 3 }, region: undefined }));
    const { code, stdout } = await bump(next, '--crds', crds, '--as', 'markdown');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^## ❌ provider-toys v1\.0\.0 → v1\.1\.0: 1 breaking\n\n\*\*the API server refuses/);
    expect(stdout).toContain('Change the functions first, or stay at v1.0.0.');
    expect(stdout).toContain('**Widget on cloud: Gear spec.region**: the field is gone');
    expect(stdout).toContain('### Permissions\n\nNot compared: next/gears.yaml says nothing about rights');
    expect(stdout).toContain('<details><summary>How this was judged</summary>');
  });

  it('gives the API, the target, the environments, the object and the path of each finding as data', async () => {
    const crds = put('next/gears.yaml', gears({ region: undefined }));
    const { stdout } = await bump(next, '--crds', crds, '-o', 'json');
    const { findings, passes, new: now } = JSON.parse(stdout) as BumpReport;
    expect({ passes, now }).toEqual({ passes: false, now: { version: 'v1.1.0', crds } });
    expect(findings).toEqual([
      expect.objectContaining({
        api: 'Widget',
        target: 'cloud',
        environments: ['cloud'],
        object: { apiVersion: 'toys.example.org/v1', kind: 'Gear' },
        path: 'spec.region',
        fails: true,
      }),
    ]);
  });

  it('judges the claims and the composed objects that are given, too', async () => {
    const crds = put('next/gears.yaml', gears({ material: undefined }));
    const live = {
      apiVersion: 'toys.example.org/v1',
      kind: 'Gear',
      metadata: { name: 'live' },
      spec: { material: { alloy: 'brass' } },
    };
    const { code, stdout } = await bump(next, '--crds', crds, '--objects', put('live.yaml', stringify(live)));
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining('objects on live.yaml: Gear spec.material: the field is gone'),
    });
    expect(await bump(next, '--crds', crds)).toMatchObject({ code: 0 });
  });

  it('names the targets on which nothing could be judged', async () => {
    const cloud = read('examples/environments/cloud.yaml');
    rmSync(join(folder, 'examples/environments/cloud.yaml'));
    const { stderr } = await bump(next, '--crds', put('next/gears.yaml', gears()));
    put('examples/environments/cloud.yaml', cloud);
    expect(stderr).toContain('not judged, since no environment in examples serves a claim there: Widget on cloud\n');
    expect((await bump(next, '--crds', 'next/gears.yaml')).stderr).not.toContain('serves a claim');
  });

  it('writes nothing unless it is told to, and then the models and the lock', async () => {
    const texts = () => [read('planesmith.lock.yaml'), read('functions/models/models.lock.json')];
    const before = texts();
    const digest = await publish('v1.1.0', gears({ polish: text }));
    expect(await bump(next)).toMatchObject({ code: 0 });
    expect(texts()).toEqual(before);
    const { code, stderr } = await bump(next, '--write');
    const wrote = 'wrote v1.1.0 into planesmith.lock.yaml and 3 files of functions/models\n';
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(wrote) });
    const lock = (version: string, name: string) =>
      parse(
        lockText(registry.host)
          .replace('v1.0.0', version)
          .replace(/sha256:0+/, name),
      ) as object;
    expect(read('planesmith.lock.yaml')).toMatch(/^# Kept\.\n/);
    expect(parse(read('planesmith.lock.yaml'))).toEqual(lock('v1.1.0', digest));
    expect(read('functions/models/toys.example.org/v1/gear.ts')).toContain('polish?: string');
    expect(read('functions/models/models.lock.json')).toContain(
      `"version": "v1.1.0",\n      "sha256": "${digest.slice(7)}"`,
    );
    const down = await bump('provider-toys@v1.0.0', '--crds', put('next/gears.yaml', gears()), '--write');
    expect(down).toMatchObject({
      code: 0,
      stdout: 'provider-toys v1.1.0 → v1.0.0, a downgrade: nothing that is composed notices\n',
    });
    expect(parse(read('planesmith.lock.yaml'))).toEqual(lock('v1.0.0', 'unresolved'));
  });

  it('compares rights with those in the registry, and from then on with those that it wrote', async () => {
    await publish('v1.0.0', meta('get') + gears());
    await publish('v1.1.0', meta('get, create') + gears());
    const first = await bump(next, '--write');
    expect(first.stdout).toContain('provider-toys and secrets: asks also for create (crd-right-requested)');
    expect(first.stderr).toContain(`permissions are compared with those in ${registry.host}/provider-toys:v1.0.0\n`);
    // Another command that writes the same lock keeps them.
    rmSync(join(folder, 'functions/models/toys.example.org/v1/gear.ts'));
    expect(await planesmith(folder, ['models'])).toMatchObject({ code: 0 });
    registry.manifests.delete('provider-toys:v1.1.0');
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'toys' } };
    const rules = [{ apiGroups: [''], resources: ['secrets', 'pods'], verbs: ['get'] }];
    put('next-with-roles/gears.yaml', gears());
    put('next-with-roles/role.yaml', stringify({ ...role, rules }));
    const second = await bump('provider-toys@v1.2.0', '--crds', 'next-with-roles', '--as', 'markdown');
    expect(second.stdout).toContain('**provider-toys and pods**: asks also for get');
    expect(second.stdout).toContain('**provider-toys and secrets**: no longer asks for create');
    expect(second.stderr).toContain('permissions are compared with those in functions/models/models.lock.json\n');
  });

  it('says why rights are not compared, and does not take unknown ones for none', async () => {
    const why = 'permissions are not compared: next/gears.yaml says nothing about rights';
    const third = await bump('provider-toys@v1.2.0', '--crds', put('next/gears.yaml', gears()), '--as', 'markdown');
    expect(third.stdout).toContain('### Permissions\n\nNot compared: next/gears.yaml says nothing about rights');
    expect(third.stderr).toContain(why);
    await bump('provider-toys@v1.2.0', '--crds', 'next/gears.yaml', '--write');
    const fourth = await bump('provider-toys@v1.3.0', '--crds', 'next-with-roles');
    expect(fourth).toMatchObject({ code: 0, stdout: expect.not.stringContaining('permissions') });
    expect(fourth.stderr).toContain(
      'permissions are not compared: nothing here says which rights v1.2.0 asks for; name its package',
    );
    put('planesmith.lock.yaml', lockText(registry.host));
  });

  it('moves the chart of an operator with it, and says in the report what becomes of it', async () => {
    const lists = 'operators: []\ncharts: []';
    const pinned = (name: string, version: string) =>
      `  - { name: ${name}, image: example.org/${name}, version: ${version}, digest: sha256:${'1'.repeat(64)} }\n`;
    const charted = `operators:\n${pinned('gears', '1.0.0')}charts:\n${pinned('gears', '0.7.0')}`;
    put('planesmith.lock.yaml', lockText(registry.host).replace(`${lists}\n`, charted));
    const crds = put('next/gears.yaml', gears());
    const models = 'functions/models/models.lock.json';
    const origins = read(models);
    const stays =
      'the chart gears stays at 0.7.0, since it counts for itself: say with --chart which one installs 1.1.0';
    expect((await bump('gears@1.1.0', '--crds', crds)).stdout).toBe(
      `gears 1.0.0 → 1.1.0: nothing that is composed notices\n\n${stays}\n`,
    );
    expect((await bump('gears@1.1.0', '--crds', crds, '--as', 'markdown')).stdout).toContain(`\n\n${stays}.\n\n`);
    const { code, stdout } = await bump('gears@1.1.0', '--crds', crds, '--chart', '0.8.0', '--write');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('\nthe chart gears goes from 0.7.0 to 0.8.0\n'),
    });
    const { operators, charts } = parse(read('planesmith.lock.yaml')) as Record<string, readonly object[]>;
    expect([operators, charts]).toMatchObject([
      [{ version: '1.1.0', digest: 'unresolved' }],
      [{ version: '0.8.0', digest: 'unresolved' }],
    ]);
    put('planesmith.lock.yaml', lockText(registry.host));
    put(models, origins);
  });
});

describe('planesmith bump refuses in one sentence', () => {
  it.for([
    {
      crds: 'nowhere',
      says: /cannot read the CRDs in nowhere: there is no such file or folder\n {2}hint: check what --crds names/,
      reason: 'no file',
    },
    {
      files: { 'bad/a.yaml': 'kind: ConfigMap\napiVersion: v1\n' },
      crds: 'bad/a.yaml',
      says: /bad\/a\.yaml holds no CustomResourceDefinition/,
      reason: 'not a CRD',
    },
    {
      files: { 'bad/a.yaml': gears().replace(/versions:[^]*/, 'versions: 7') },
      crds: 'bad/a.yaml',
      says: /cannot read the CustomResourceDefinition in provider-toys\/a\.yaml \(v1\.1\.0\): spec\.versions is no list/,
      reason: 'a damaged CRD',
    },
    {
      files: { 'bad/a.yaml': 'kind: CustomResourceDefinition\nkind: Gear\n{' },
      crds: 'bad/a.yaml',
      says: /cannot read CRDs from provider-toys\/a\.yaml/,
      reason: 'no YAML',
    },
    {
      files: { 'other/a.yaml': gears({}, { group: 'other.example.org', kind: 'Wheel', plural: 'wheels' }) },
      crds: 'other',
      says: undefined,
      reason: 'a kind that is gone is a finding, and no mistake',
    },
    {
      files: { 'bad.xpkg': new Uint8Array(700) },
      crds: 'bad.xpkg',
      says: /bad\.xpkg is not a Crossplane package/,
      reason: 'no package',
    },
  ])('$reason', async ({ files = {}, crds, says }) => {
    for (const [path, content] of Object.entries(files)) put(path, content);
    const { code, stdout, stderr } = await bump(next, '--crds', crds);
    if (says === undefined)
      expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('the kind is gone') });
    else expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
  });

  it.for(['--claims', '--objects'])('%s with a folder that holds none', async (option) => {
    put('nothing/here.txt', '');
    const { code, stdout, stderr } = await bump(next, '--crds', 'next', option, 'nothing');
    const says =
      /^error: nothing: no (claim of toys\.example\.org|Kubernetes object)\n {2}hint: name the files and folders/m;
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
  });

  it('a package whose end is missing', async () => {
    const path = put('half.xpkg', await toyArchive([await toyLayer('package.yaml', gears())]));
    expect(await bump(next, '--crds', path)).toMatchObject({ code: 0 });
    truncateSync(join(folder, path), 1500);
    const { code, stderr } = await bump(next, '--crds', path);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: half\.xpkg is not a Crossplane package: .*\n$|^error: .*half\.xpkg.*\n$/),
    });
  });

  it('a version that the registry does not have, and names the way without one', async () => {
    const { code, stderr } = await bump('provider-toys@v9.0.0');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: cannot read 127\.0\.0\.1:\d+\/provider-toys:v9\.0\.0: /);
    expect(stderr).toContain('name a file or folder with its CRDs with --crds');
  });

  it.for([
    { argument: 'provider-toys@v1.0.0', says: /has the version v1\.0\.0 already/, reason: 'the same version' },
    {
      argument: 'provider-toy@v1.1.0',
      says: /has no provider or operator provider-toy\n {2}hint: name one of provider-toys/,
      reason: 'an unknown source',
    },
  ])('$reason', async ({ argument, says }) => {
    expect(await bump(argument, '--crds', 'next')).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(says),
    });
  });

  it('a lock that is not there', async () => {
    const empty = widgetFolder();
    const ran = await planesmith(empty, ['bump', next]);
    rmSync(empty, { recursive: true });
    expect(ran).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no planesmith.lock.yaml beside the configuration'),
    });
  });
});
