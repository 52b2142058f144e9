import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planesmith, widgetFolder } from './testing/widget-folder.ts';

/** A kubectl that knows a cluster with claims; it writes down what it is asked. */
const program = `#!${process.execPath}
import { appendFileSync } from 'node:fs';
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
appendFileSync(process.env.ASKED, process.argv.slice(2).join(' ') + '\\n');
const xrd = { apiVersion: 'apiextensions.crossplane.io/v2', kind: 'CompositeResourceDefinition', metadata: { name: 'widgets' },
  spec: { group: 'toys.example.org', names: { kind: 'Widget', plural: 'widgets' } } };
const claim = (_, index) => ({ apiVersion: 'toys.example.org/v1', kind: 'Widget',
  metadata: { name: 'w' + (index + 1), namespace: 'team-a' } });
const items = words[1]?.startsWith('widgets') ? Array.from({ length: Number(process.env.CLAIMS) }, claim) : [xrd];
if (words[0] === 'version') console.log('{}');
else if (words[0] === 'api-resources')
  console.log(process.argv.includes('name') ? 'widgets.toys.example.org' : 'configurations pkg.crossplane.io/v1 false Configuration');
else if (words[0] === 'get') console.log(JSON.stringify({ items }));
else process.exit(1);
`;

let folder: string;
let asked: string;
beforeAll(async () => {
  folder = widgetFolder();
  asked = join(folder, 'asked.txt');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/kubectl'), program);
  chmodSync(join(folder, 'bin/kubectl'), 0o755);
  mkdirSync(join(folder, 'silent'));
  writeFileSync(join(folder, 'silent/kubectl'), '#!/bin/sh\necho "the connection was refused" >&2; exit 1\n', {
    mode: 0o755,
  });
  expect(await planesmith(folder, ['build', '--only', 'toys-local'])).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const withClaims = (claims: number, ...args: readonly string[]) => {
  writeFileSync(asked, '');
  return planesmith(folder, args, { env: { PATH: join(folder, 'bin'), ASKED: asked, CLAIMS: String(claims) } });
};

describe('planesmith uninstall', () => {
  it.each([
    { claims: 1, says: '1 claim of toys in use:\nWidget team-a/w1\n', reason: 'one lives' },
    { claims: 23, says: 'Widget team-a/w20\nand 3 more\n', reason: 'more live than anybody reads' },
  ])('lists claims, exits with 1 and changes nothing if $reason', async ({ claims, says }) => {
    const { code, stdout, stderr } = await withClaims(claims, 'uninstall', '--context', 'prod', '--kubeconfig', 'kc');
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining(says) });
    expect(stderr).toContain('delete them first');
    const lines = readFileSync(asked, 'utf8').trim().split('\n');
    expect(lines.every((line) => line.startsWith('--context=prod --kubeconfig=kc '))).toBe(true);
    expect(lines.filter((line) => / (delete|apply) /.test(line))).toEqual([]);
  });

  it('gives the claims as data', async () => {
    const { stdout } = await withClaims(1, 'uninstall', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ live: ['Widget team-a/w1'], removed: [] });
  });
});

describe('a command for a cluster is wrong use', () => {
  it.each([
    {
      reason: 'there is no kubectl',
      args: ['install'],
      path: '/nowhere',
      says: /^error: kubectl cannot be run: .*\n {2}hint: install kubectl, or put it on the PATH/,
    },
    {
      reason: 'the cluster does not answer',
      args: ['install'],
      bin: 'silent',
      says: /^error: the cluster does not answer: .+refused\n {2}hint: `kubectl version` says more; --context/,
    },
    { reason: 'there is no release', args: ['install', 'gone'], says: /^error: there is no release in gone/ },
    {
      reason: 'there is no release to remove',
      args: ['uninstall', 'gone'],
      says: /^error: there is no release in gone/,
    },
    { reason: 'the account has no namespace', args: ['install', '--account', 'xp'], says: /a namespace and a name/ },
    { reason: 'the time is no number', args: ['install', '--timeout', '5m'], says: /a whole number of seconds/ },
    { reason: 'the facts are not there', args: ['install', '--facts', 'f.yaml'], says: /^error: there is no f\.yaml/ },
    { reason: 'the facts are a folder', args: ['install', '--facts', 'dist'], says: /^error: dist is not a file/ },
  ])('if $reason', async ({ args, bin = 'bin', path = join(folder, bin), says }) => {
    const env = { PATH: path, ASKED: asked, CLAIMS: '0' };
    const { code, stderr } = await planesmith(folder, args, { env });
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
  });
});
