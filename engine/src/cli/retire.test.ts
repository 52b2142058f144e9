/** `planesmith retire` on dumps, and without a cluster. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toYamlStream } from '../yaml/index.ts';
import { planesmith, widgetFolder } from './testing/widget-folder.ts';

const labels = (version: string) => ({ 'planesmith.dev/platform': 'toys', 'planesmith.dev/version': version });
const crossplane = 'apiextensions.crossplane.io/v1';
const step = {
  step: 'compose',
  functionRef: { name: 'toys-functions-1-0-0' },
  input: { apiVersion: 'planesmith.dev/v1alpha1' },
};
const cluster = [
  { apiVersion: crossplane, kind: 'Composition', metadata: { name: 'widgets-local', labels: labels('1.2.3') } },
  {
    apiVersion: crossplane,
    kind: 'CompositionRevision',
    metadata: { name: 'widgets-local-1a2b3c4', labels: labels('1.0.0') },
    spec: { compositeTypeRef: { apiVersion: 'toys.example.org/v1alpha1', kind: 'Widget' }, pipeline: [step] },
  },
  { apiVersion: 'pkg.crossplane.io/v1', kind: 'Function', metadata: { name: 'toys-functions-1-0-0' } },
];
const claim = {
  apiVersion: 'toys.example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'big', namespace: 'team-a' },
  spec: { crossplane: { compositionRevisionRef: { name: 'widgets-local-1a2b3c4' } } },
};

let folder: string;
beforeAll(() => {
  folder = widgetFolder();
  writeFileSync(join(folder, 'idle.yaml'), toYamlStream(cluster));
  writeFileSync(join(folder, 'used.yaml'), toYamlStream([...cluster, claim]));
  writeFileSync(join(folder, 'part.yaml'), toYamlStream(cluster.slice(0, 2)));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  {
    args: ['--dump', 'used.yaml'],
    code: 1,
    stdout: 'Widget team-a/big has its revision widgets-local-1a2b3c4\n',
    stderr: '1.0.0 is in use by 1 claim: nothing is removed\n',
  },
  {
    args: ['--dump', 'idle.yaml'],
    code: 0,
    stdout:
      'compositionrevisions.apiextensions.crossplane.io widgets-local-1a2b3c4\nfunctions.pkg.crossplane.io toys-functions-1-0-0\n',
    stderr: 'no claim uses 1.0.0: --remove removes 2 objects\n',
  },
  {
    args: ['--dump', 'part.yaml'],
    code: 2,
    stdout: '',
    stderr: 'part.yaml has no Function, so it cannot say what uses a release',
  },
  { args: ['--dump', 'idle.yaml', '--remove'], code: 2, stdout: '', stderr: 'nothing can be removed from a dump' },
  { args: ['--kubeconfig', 'none.yaml'], code: 2, stdout: '', stderr: 'error: ' },
])('planesmith retire 1.0.0 $args exits with $code', async ({ args, code, stdout, stderr }) => {
  const ran = await planesmith(folder, ['retire', '1.0.0', ...args]);
  expect(ran).toEqual({ code, stdout, stderr: expect.stringContaining(stderr) });
});

it('planesmith retire asks no cluster about what is no version', async () => {
  const ran = await planesmith(folder, ['retire', 'abc', '--kubeconfig', 'none.yaml'], { env: { PATH: '/nowhere' } });
  expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("'abc' is invalid") });
  expect(ran.stderr).toContain('It is no version of a release, such as 0.1.0.');
});
