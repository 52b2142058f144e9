/** The platform of another company: another name, group and registry in planesmith.config.ts, and examples that follow. */
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Copy, copyRepository } from '../repository/copy.ts';

let copy: Copy;
beforeAll(async () => {
  copy = await copyRepository('renamed');
  const config = [
    ["group: 'platform.example.org'", "group: 'apis.acme.io'"],
    ["name: 'platform'", "name: 'acme'"],
    ['registry.example.org/platform', 'registry.acme.io/acme'],
    ['schemas.example.org/platform', 'schemas.acme.io/acme'],
    ["perTarget('platform'", "perTarget('acme'"],
  ] as const;
  await change('planesmith.config.ts', config);
  for await (const path of glob('examples/**/*.yaml', { cwd: copy.folder })) {
    await change(path, [
      ['platform.example.org/', 'apis.acme.io/'],
      ['kind: EnvironmentConfig\nmetadata:\n  name: platform', 'kind: EnvironmentConfig\nmetadata:\n  name: acme'],
    ]);
  }
});
afterAll(() => copy.remove());

async function change(path: string, pairs: readonly (readonly [string, string])[]): Promise<void> {
  const file = join(copy.folder, path);
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    pairs.reduce((changed, [from, to]) => changed.replaceAll(from, to), text),
  );
}

it('a build has the old group, name and registry nowhere', async () => {
  await copy.run('planesmith', ['build']);
  const left: string[] = [];
  for await (const path of glob('dist/**/*.{yaml,json,md}', { cwd: copy.folder })) {
    const text = await readFile(join(copy.folder, path), 'utf8');
    if (/platform\.example\.org|(registry|schemas)\.example\.org\/platform|\bname: platform\b/.test(text))
      left.push(path);
  }
  expect(left).toEqual([]);
});

it('a claim composes the claims of the same group', async () => {
  const rendered = await copy.run('planesmith', ['render', 'examples/state-store.yaml', '--complete']);
  expect(rendered).toMatch(/^apiVersion: apis\.acme\.io\/v1alpha1\nkind: Database$/m);
  expect(rendered).not.toContain('platform.example.org');
});
