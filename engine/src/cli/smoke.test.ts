/** `planesmith smoke`: what its result says, with a kubectl that a test plays, and without a cluster. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeCluster, madeVersion } from '../gitops/testing/made-fleet.ts';
import { readSmoke, smokeResultFile } from '../promote/smoke-result.ts';
import { planesmith, widgetFolder } from './testing/widget-folder.ts';
import { resultOf } from './tried-smoke.ts';

const bin = resolve(import.meta.dirname, '../../bin/planesmith.cjs');

/** A cluster whose Widgets are ready at once, unless it holds them back. */
const kubectl = `#!/bin/sh
state="$(dirname "$0")/widget"
case "$*" in
  *api-resources*) echo widgets.toys.example.org ;;
  *'create -f'*) cat >"$state" ;;
  *'delete widgets'*) rm -f "$state" ;;
  *'get widgets'*)
    test -f "$state" || exit 0
    test -f "$(dirname "$0")/held" && echo '{"apiVersion":"toys.example.org/v1alpha1","kind":"Widget","metadata":{"name":"smoke","generation":1}}' && exit 0
    echo '{"apiVersion":"toys.example.org/v1alpha1","kind":"Widget","metadata":{"name":"smoke","generation":1},"status":{"platformVersion":"0.1.0","connectionSecretRef":{"name":"s"},"conditions":[{"type":"Ready","status":"True"},{"type":"Synced","status":"True"}]}}' ;;
  *'delete namespace'*) touch "$(dirname "$0")/removed" ;;
  *'get secret'*) echo '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"username":"eA==","password":"eA=="}}' ;;
esac
`;

let folder: string;
beforeAll(() => {
  folder = widgetFolder();
  for (const { path, content } of [...madeVersion('0.1.0'), madeCluster('dev')]) {
    mkdirSync(join(folder, 'gitops', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'gitops', path), content);
  }
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/kubectl'), kubectl);
  chmodSync(join(folder, 'bin/kubectl'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

const smoke = (path: string, ...args: string[]) => planesmith(folder, ['smoke', ...args], { env: { PATH: path } });
const played = () => `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`;

describe('planesmith smoke', () => {
  it('prints a line for each API, and writes the result into the fleet', async () => {
    expect(await smoke(played(), '--cluster', 'dev')).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^passed {2}Widget: Ready; the Secret s has username, password, not /),
      stderr:
        '1 API of release 0.1.0, 0 failed\nthe result is in gitops/evidence/dev/smoke.yaml: commit it for planesmith promote\n',
    });
    expect(readSmoke(join(folder, 'gitops'), 'dev')).toMatchObject({ cluster: 'dev', version: '0.1.0', passed: true });
    expect(readFileSync(join(folder, 'gitops/evidence/dev/smoke.yaml'), 'utf8')).toMatch(/^cluster: dev\n/);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('removes what it made if %s ends the wait', async (signal) => {
    const at = (name: string) => join(folder, 'bin', name);
    for (const name of ['removed', 'widget']) rmSync(at(name), { force: true });
    writeFileSync(at('held'), '');
    const env = { ...process.env, PATH: played() };
    const child = spawn(process.execPath, [bin, 'smoke'], { cwd: folder, env });
    await expect.poll(() => existsSync(at('widget')), { timeout: 50_000 }).toBe(true);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([1, null]);
    rmSync(at('held'));
    expect(['widget', 'removed'].map((name) => existsSync(at(name)))).toEqual([false, true]);
  });

  it.each([
    {
      args: ['--cluster', 'prod'],
      path: played,
      stderr: 'gitops has no cluster prod',
      reason: 'the fleet has no such cluster',
    },
    { args: ['--timeout', 'long'], path: played, stderr: 'whole number of seconds', reason: 'that is no time' },
    { args: [], path: () => '/nowhere', stderr: 'kubectl cannot be run', reason: 'there is no kubectl' },
  ])('exits with 2 and tries nothing if $reason', async ({ args, path, stderr }) => {
    expect(await smoke(path(), ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(stderr),
    });
  });
});

describe('the result of smoke claims', () => {
  const at = new Date('2026-01-02T03:04:05Z');
  const passed = { kind: 'Widget', result: 'passed', says: 'Ready', version: '1.2.3' } as const;
  const failed = { kind: 'Gadget', result: 'failed', says: 'it is refused' } as const;
  const skipped = { kind: 'Garden', result: 'skipped', says: 'not served' } as const;

  it('has passed if every claim did, and one release answered them', () => {
    expect(resultOf('dev', [passed], [skipped], at)).toEqual({
      cluster: 'dev',
      version: '1.2.3',
      at: '2026-01-02T03:04:05.000Z',
      passed: true,
      claims: [{ kind: 'Widget', result: 'passed', says: 'Ready' }, skipped],
    });
  });

  it('can be read again however much a cluster says', async () => {
    const { path, content } = smokeResultFile(resultOf('dev', [{ ...failed, says: 'no '.repeat(9000) }], [], at));
    writeFileSync(join(folder, 'gitops', path), content);
    const says = expect.stringMatching(/^no no .*…$/) as string;
    expect(readSmoke(join(folder, 'gitops'), 'dev')).toMatchObject({ passed: false, claims: [{ ...failed, says }] });
  });

  it.each([
    { reason: 'one failed', tried: [passed, failed], version: '1.2.3' },
    {
      reason: 'two releases answered',
      tried: [passed, { ...passed, kind: 'Gate', version: '1.2.4' }],
      version: '1.2.3 and 1.2.4',
    },
    { reason: 'nothing was tried', tried: [], version: 'unknown' },
    {
      reason: 'nobody knows the release',
      tried: [{ kind: 'W', result: 'passed', says: 'Ready' } as const],
      version: 'unknown',
    },
  ])('has not passed if $reason', ({ tried, version }) => {
    expect(resultOf('dev', tried, [], at)).toMatchObject({ passed: false, version });
  });
});
