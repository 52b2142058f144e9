import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Copy, copyRepository, root } from './copy.ts';

let copy: Copy;
beforeAll(async () => {
  copy = await copyRepository('new api');
  await copy.run('git', ['init', '--quiet']);
  await copy.run('git', ['add', '--all']);
}, 60_000);
afterAll(() => copy.remove());

/** Adds the API to an index as a platform engineer would: its import, and an entry of the list. */
async function addLine(index: string, statement: string, list: string, entry: string): Promise<void> {
  const path = join(copy.folder, index);
  const text = await readFile(path, 'utf8');
  const lines = text.split('\n');
  lines.splice(lines.findLastIndex((line) => line.startsWith('import ')) + 1, 0, statement);
  const added = lines.join('\n').replace(`${list} = {`, `${list} = { ${entry},`);
  expect(added, index).toContain(`{ ${entry},`);
  await writeFile(path, added);
}

it('adding an API by the steps of CONTRIBUTING.md changes only its own files and a line in three indexes', async () => {
  await cp(join(root, 'test/toy-api'), copy.folder, { recursive: true });
  await addLine('apis/index.ts', `import { fence } from './fence.ts';`, 'apis', 'fence');
  await addLine('compositions/index.ts', `import { fence } from './fence.ts';`, 'compositions', 'fence');
  await addLine('functions/index.ts', `import { fence } from './fence/index.ts';`, 'answers', 'fence');
  await copy.run('npm', ['run', '--silent', 'update']);

  const status = await copy.run('git', ['status', '--porcelain', '--untracked-files=all']);
  const lines = status.split('\n').filter((line) => /^.[MD?]/.test(line));
  const golden = ['local-new', 'local-ready', 'local-ready-claims', 'incluster-new', 'incluster-ready'];
  expect(lines.map((line) => line.slice(3)).toSorted()).toEqual(
    [
      'apis/fence.ts',
      'apis/index.ts',
      'compositions/fence.ts',
      'compositions/index.ts',
      'examples/fence.yaml',
      'functions/fence/incluster.ts',
      'functions/fence/index.ts',
      'functions/fence/local.ts',
      'functions/fence/plan.ts',
      'functions/index.ts',
      'test/apis/fence/fence.test.ts',
      ...golden.map((name) => `test/golden/fence/${name}.yaml`),
    ].toSorted(),
  );
}, 120_000);

it('the new API compiles, passes its test, and is built and rendered', async () => {
  await copy.run('tsc', ['--project', '.']);
  await copy.run('vitest', ['run', 'test/apis/fence', 'test/laws/golden.test.ts', 'test/release/release.test.ts']);
  await copy.run('planesmith', ['build', '--only', 'platform-local']);
  const manifests = await copy.run('ls', ['dist/manifests/platform-local']);
  expect(manifests).toContain('compositeresourcedefinition-fences.platform.example.org.yaml');
  const environment = 'examples/environments/local.yaml';
  const rendered = await copy.run('planesmith', [
    'render',
    'examples/fence.yaml',
    '--target',
    'local',
    '--environment',
    environment,
  ]);
  expect(rendered).toContain('kind: NetworkPolicy');
  expect(rendered).toContain('name: orders-fence');
}, 120_000);
