/** What docs/preflight.md says about storage on the targets of this platform, and about the versions that were tested. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from './page.ts';

const folder = mkdtempSync(join(tmpdir(), 'planesmith-preflight-'));
const dump = join(folder, 'dump.json');
writeFileSync(
  dump,
  JSON.stringify({ '/version': { gitVersion: 'v1.36.3' }, '/apis/storage.k8s.io/v1/storageclasses': { items: [] } }),
);
afterAll(() => rmSync(folder, { recursive: true }));

interface Check {
  readonly name: string;
  readonly result: string;
  readonly found: string;
}

function checksOn(target: string, from = dump): Promise<readonly Check[]> {
  const args = [join(root, 'engine/bin/planesmith.cjs'), 'preflight', '--target', target, '--dump', from, '-o', 'json'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (_, stdout) => resolve(JSON.parse(stdout) as Check[]));
  });
}

test.for([
  { target: 'incluster', result: 'fail', reason: 'the databases of the target keep their data in volumes' },
  { target: 'aws', result: 'pass', reason: 'nothing on the target keeps data in the cluster' },
])('a default storage class is looked for on $target: $reason', async ({ target, result }) => {
  expect(await checksOn(target)).toContainEqual(expect.objectContaining({ name: 'default storage class', result }));
});

type Version = readonly [major: number, minor: number, patch: number];

/** The version of a module that `npm run test:real` builds its control plane from. */
function builtFrom(tool: string, module: string): Version {
  const text = readFileSync(join(root, 'test/real/tools', tool, 'go.mod'), 'utf8');
  const line = text.split('\n').find((each) =>
    each
      .replace(/^require/, '')
      .trim()
      .startsWith(`${module} v`),
  );
  const [, major, minor, patch] = / v(\d+)\.(\d+)\.(\d+)/.exec(line ?? '') ?? [];
  return [Number(major), Number(minor), Number(patch)];
}

const kubernetes = builtFrom('kubernetes', 'k8s.io/kubernetes');
const crossplane = builtFrom('core', 'github.com/crossplane/crossplane/v2');

/** The checks of the two versions, in a cluster that has them. */
function versionChecks(name: string, [k, c]: readonly [Version, Version]): Promise<readonly Check[]> {
  const container = { image: `xpkg.crossplane.io/crossplane/crossplane:v${c.join('.')}` };
  const answers = {
    '/version': { gitVersion: `v${k.join('.')}` },
    '/apis/apiextensions.crossplane.io/v2': { resources: [] },
    '/apis/apps/v1/namespaces/crossplane-system/deployments': {
      items: [{ spec: { template: { spec: { containers: [container] } } } }],
    },
  };
  writeFileSync(join(folder, name), JSON.stringify(answers));
  return checksOn('aws', join(folder, name));
}

test('versions count as tested up to those of the control plane in test/real, and no further', async () => {
  const passed = await versionChecks('built.json', [kubernetes, crossplane]);
  expect(passed.slice(0, 2)).toMatchObject([
    { name: 'Kubernetes', result: 'pass' },
    { name: 'Crossplane', result: 'pass' },
  ]);
  const next = ([major, minor]: Version): Version => [major, minor + 1, 0];
  const later = await versionChecks('later.json', [next(kubernetes), next(crossplane)]);
  const newest = ([major, minor]: Version) =>
    expect.stringContaining(`newer than v${major}.${minor}, the newest that was tested`) as string;
  expect(later.slice(0, 2)).toMatchObject([
    { name: 'Kubernetes', result: 'unknown', found: newest(kubernetes) },
    { name: 'Crossplane', result: 'unknown', found: newest(crossplane) },
  ]);
  const page = readFileSync(join(root, 'docs/preflight.md'), 'utf8');
  const line = ([major, minor]: Version) => `v${major}.${minor}`;
  expect(page).toContain(`tested on Kubernetes ${line(kubernetes)} and Crossplane ${line(crossplane)}.`);
});
