/** `planesmith gitops inventory`: what it prints of a fleet, and of clusters in which it looks. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { File } from '../files.ts';
import { madeCluster, madeSource, madeVersion, withFiles } from '../gitops/testing/made-fleet.ts';
import { planesmith } from './testing/widget-folder.ts';

/** A program in the place of kubectl, for which one cluster answers somebody who may list what the page names, and nothing else. */
const kubectl = `#!/bin/sh
case "$*" in *' get configurations.pkg.crossplane.io,functions.pkg.crossplane.io --'*) ;; *) echo forbidden >&2; exit 1 ;; esac
[ "$1" = --context=admin=prod ] && exec cat prod.json
echo 'Unable to connect to the server: dial tcp: lookup gone: no such host' >&2
exit 1
`;

const configuration = (name: string, version: string) => {
  const address = `registry.acme.example/acme-local:v${version}@sha256:${'a'.repeat(64)}`;
  return {
    apiVersion: 'pkg.crossplane.io/v1',
    kind: 'Configuration',
    metadata: { name, generation: 1, labels: { 'planesmith.dev/platform': 'acme' } },
    spec: { package: address },
    status: {
      currentIdentifier: address,
      conditions: ['Installed', 'Healthy'].map((type) => ({ type, status: 'True', observedGeneration: 1 })),
    },
  };
};
const json = (path: string, content: object): File => ({ path, content: JSON.stringify(content) });
const list = (...items: readonly object[]) => ({ apiVersion: 'v1', kind: 'List', items });
const files = [
  madeSource,
  madeCluster('dev', { version: '0.2.0' }),
  madeCluster('prod'),
  madeCluster('test'),
  ...madeVersion('0.1.0'),
  ...madeVersion('0.2.0'),
  { path: 'bin/kubectl', content: kubectl },
  json('prod.json', list(configuration('acme-local', '0.1.0'))),
  json('none.json', list()),
  json('other.json', list({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } })),
  { path: 'empty.yaml', content: '# no answer\n' },
  json('odd.json', {
    ...configuration('acme-local', '0.1.0'),
    spec: null,
    status: { conditions: [null], currentIdentifier: 3 },
  }),
];

const inventory = (args: readonly string[]) =>
  withFiles(files, (folder) => {
    chmodSync(join(folder, 'bin/kubectl'), 0o755);
    const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
    return planesmith(folder, ['gitops', 'inventory', '.', ...args], { env });
  });

describe('planesmith gitops inventory', () => {
  it('says of Git alone what is selected, and asks no cluster', async () => {
    const { code, stdout, stderr } = await inventory([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n', 1)).toEqual([
      'cluster  version  behind  environment  target  flavour     channel  after  apps',
    ]);
  });

  it('says what runs in the clusters that it is shown, and marks what differs', async () => {
    const { code, stdout, stderr } = await inventory(['--context', 'prod=admin=prod', '--dump', 'dev=none.json']);
    const lines = stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '));
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'looked into 2 of 3 clusters: 1 finding\n' });
    expect(lines).toContain('dev  0.2.0  nothing (differs)  0  dev  local  namespaced');
    expect(lines).toContain('  ! Configuration acme-local is not there');
    expect(lines.find((line) => line.startsWith('prod'))).toMatch(/^prod {2}0\.1\.0 {2}0\.1\.0 {2}1 /);
    expect(lines.find((line) => line.startsWith('test'))).toMatch(/^test {2}0\.1\.0 {2}1 /);
  });

  it('shows the others if one cluster does not answer', async () => {
    const { code, stdout } = await inventory(['--context', 'prod=admin=prod', '--context', 'test=gone', '-o', 'json']);
    const rows = JSON.parse(stdout) as readonly object[];
    expect(code).toBe(1);
    expect(rows).toMatchObject([
      { cluster: 'dev' },
      { cluster: 'prod', runs: { differences: [], packages: [{ name: 'acme-local', version: '0.1.0' }] } },
      { cluster: 'test', runs: { unknown: expect.stringContaining('no such host') as string } },
    ]);
    expect(rows[0]).not.toHaveProperty('runs');
  });

  it('has the column in Markdown, too', async () => {
    const { code, stdout } = await inventory(['--dump', 'prod=prod.json', '--as', 'markdown']);
    expect({ code, head: stdout.split('\n', 1) }).toEqual({
      code: 0,
      head: ['| cluster | version | runs | behind | environment | target | flavour | channel | after | apps |'],
    });
  });

  it('takes a package without an address for none of the platform', async () => {
    const { code, stdout } = await inventory(['--dump', 'prod=odd.json']);
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('! Configuration acme-local is not there') as string,
    });
  });

  it.each([
    {
      reason: 'a cluster that is not there',
      args: ['--dump', 'moon=none.json'],
      says: 'the fleet has no cluster moon',
    },
    { reason: 'no name of a cluster', args: ['--context', 'prod'], says: 'Write it as prod=<value>' },
    { reason: 'two contexts for one', args: ['--context', 'dev=a', '--context', 'dev=b'], says: 'given twice for dev' },
    {
      reason: 'a context and a dump for one',
      args: ['--context', 'dev=a', '--dump', 'dev=none.json'],
      says: 'dev has a context and a dump',
    },
    { reason: 'a dump of a command that failed', args: ['--dump', 'dev=empty.yaml'], says: 'empty.yaml is empty' },
    { reason: 'a dump of other things', args: ['--dump', 'dev=other.json'], says: 'has no packages of Crossplane' },
    { reason: 'a dump that is not there', args: ['--dump', 'dev=gone.json'], says: 'gone.json' },
  ])('refuses $reason', async ({ args, says }) => {
    const { code, stdout, stderr } = await inventory(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});
