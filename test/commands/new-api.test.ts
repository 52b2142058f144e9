/** The steps by which CONTRIBUTING.md adds an API, done in a copy of this repository. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commands, textOf } from '../pages/page.ts';
import { type Copy, copyRepository } from '../repository/copy.ts';

let copy: Copy;
let before: ReadonlyMap<string, string>;
beforeAll(async () => {
  copy = await copyRepository('new api');
  before = await filesOf(copy.folder);
});
afterAll(() => copy.remove());

/** The texts of the files below `folder`, by path. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const entries = glob('**/*', {
    cwd: folder,
    withFileTypes: true,
    exclude: ({ name }) => /^(node_modules|dist|\.git)$/.test(name),
  });
  for await (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length + 1), await readFile(path, 'latin1'));
  }
  return files;
}

it('adding an API by the steps of CONTRIBUTING.md changes only its own files, a line in two indexes and generated files', async () => {
  const command = commands(textOf('CONTRIBUTING.md')).find((line) => line.startsWith('npx planesmith new ')) ?? '';
  await copy.run('planesmith', command.split(' ').slice(2));
  await copy.run('npm', ['run', '--silent', 'update']);

  const now = await filesOf(copy.folder);
  const paths = new Set([...before.keys(), ...now.keys()]);
  expect([...paths].filter((path) => before.get(path) !== now.get(path)).toSorted()).toEqual(
    [
      'apis/fence.ts',
      'apis/index.ts',
      'docs/apis/README.md',
      'docs/apis/fence.md',
      'docs/backup.md',
      'docs/environment.md',
      'examples/fence.yaml',
      'functions/fence/incluster.ts',
      'functions/fence/index.ts',
      'functions/fence/local.ts',
      'functions/fence/plan.ts',
      'functions/index.ts',
      'functions/kinds/config-map.ts',
      'functions/models/core/v1/config-map.schema.json',
      'functions/models/core/v1/config-map.ts',
      'functions/models/models.lock.json',
      'test/apis/fence/fence.test.ts',
      ...['local-new', 'local-ready', 'local-ready-claims', 'incluster-new', 'incluster-ready'].map(
        (name) => `test/golden/fence/${name}.yaml`,
      ),
      // Its quota counts the claims of every API.
      ...[...now].flatMap(([path, text]) =>
        path.startsWith('test/golden/dev-namespace/') && text.includes('kind: ResourceQuota') ? [path] : [],
      ),
    ].toSorted(),
  );
});

it('the new API compiles', async () => {
  await copy.compile(['planesmith.config.ts', 'apis', 'functions', 'test/apis/fence']);
});

it('the new API passes its test and the laws, and is part of a release', async () => {
  const files = [
    'test/apis/fence',
    'test/laws/golden.test.ts',
    'test/laws/flavours.test.ts',
    'test/release/release.test.ts',
  ];
  // The laws are about every API: here, about the new one.
  const printed = await copy.run('vitest', ['run', ...files, '-t', '[Ff]ence|has a case|the release']);
  expect(printed).toMatch(/Test Files .*4 passed/);
});

it('the new API is built', async () => {
  await copy.run('planesmith', ['build', '--only', 'platform-local']);
  const manifests = await copy.run('ls', ['dist/manifests/platform-local']);
  expect(manifests).toContain('compositeresourcedefinition-fences.platform.example.org.yaml');
});

it('the new API is rendered', async () => {
  const environment = 'examples/environments/local.yaml';
  const rendered = await copy.run('planesmith', [
    'render',
    'examples/fence.yaml',
    '--target',
    'local',
    '--environment',
    environment,
  ]);
  expect(rendered).toContain('kind: ConfigMap');
  expect(rendered).toContain('name: example-fence');
});
