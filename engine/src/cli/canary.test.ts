/** `planesmith canary` with a kubectl that a test plays, and without a cluster. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claim, definition, revision, selecting } from '../canary/testing/fake-channels.ts';
import { config, planesmith, widgetFolder } from './testing/widget-folder.ts';

const follows = { ...selecting('canary'), compositionRevisionRef: { name: 'widgets-local-canary' } };
const claims = [
  claim('early', { crossplane: follows }),
  { ...claim('one'), status: { platformVersion: '1.2.3' } },
  claim('two', { namespace: 'team-b' }),
  claim('kept', { namespace: 'team-b', crossplane: { ...selecting('stable'), compositionUpdatePolicy: 'Manual' } }),
];
const revisions = ['stable', 'canary'].map((channel) => revision('Widget', 'widgets', channel));

/** It refuses to patch whatever the file refused names, and notes each patch. */
const kubectl = `#!/bin/sh
here="$(dirname "$0")"
case "$*" in
  *'get compositeresourcedefinitions'*) cat "$here/definitions.json" ;;
  *'get compositionrevisions'*) cat "$here/revisions.json" ;;
  *'get widgets'*) cat "$here/claims.json" ;;
  *patch*)
    if echo "$*" | grep -q "$(cat "$here/refused")"; then echo 'Error from server (Invalid): it is too large' >&2; exit 1; fi
    echo "$*" >>"$here/patches" ;;
esac
`;

let folder: string;
const bin = (name: string) => join(folder, 'bin', name);
beforeAll(() => {
  folder = widgetFolder({
    'planesmith.config.ts': config.replace("version: '1.2.3'", "version: '1.2.3',\n  channel: 'stable'"),
    'plain.config.ts': config,
  });
  mkdirSync(join(folder, 'bin'));
  writeFileSync(bin('kubectl'), kubectl);
  chmodSync(bin('kubectl'), 0o755);
  const lists = { definitions: [definition('Widget', 'widgets')], revisions, claims };
  for (const [name, items] of Object.entries(lists)) writeFileSync(bin(`${name}.json`), JSON.stringify({ items }));
});
beforeEach(() => {
  writeFileSync(bin('refused'), 'nobody');
  writeFileSync(bin('patches'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], path = `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`) =>
  planesmith(folder, ['canary', ...args], { env: { PATH: path } });
const patches = () => readFileSync(bin('patches'), 'utf8').split('\n').slice(0, -1);
const left = 'left alone: Widget team-b/kept, since its revision is pinned by compositionUpdatePolicy: Manual\n';

describe('planesmith canary', () => {
  it('says which claims follow it', async () => {
    expect(await run([])).toEqual({
      code: 0,
      stdout: [
        'KIND    NAMESPACE  NAME   CHANNEL  REVISION              RELEASE',
        'Widget  team-a     early  canary   widgets-local-canary  -',
        'Widget  team-a     one    stable   -                     1.2.3',
        'Widget  team-b     kept   stable   -                     -',
        'Widget  team-b     two    stable   -                     -',
        '',
      ].join('\n'),
      stderr: `${left}1 of 4 claims follows canary\n`,
    });
  });

  it('says which claims it moves, how many of each namespace, and which it leaves alone', async () => {
    expect(await run(['--percent', '100'])).toEqual({
      code: 0,
      stdout: 'Widget team-a/one: stable → canary\nWidget team-b/two: stable → canary\n',
      stderr: `team-a: 1 to canary\nteam-b: 1 to canary\n${left}3 of 4 claims follow canary; 2 moved\n`,
    });
    expect(patches()).toHaveLength(2);
  });

  it('only asks the API server in a dry run', async () => {
    const ran = await run(['--percent', '0', '--dry-run', '-n', 'team-a', '--context', 'dev']);
    expect(ran).toEqual({
      code: 0,
      stdout: 'Widget team-a/early: canary → stable\n',
      stderr: 'team-a: 1 to stable (dry run)\n0 of 2 claims follow canary then; 1 would move\n',
    });
    expect(patches()).toEqual([expect.stringMatching(/^--context=dev .* --dry-run=server /)]);
  });

  it('says that nothing changed, or that no claim is chosen', async () => {
    expect((await run(['--percent', '100', '-n', 'team-c'])).stderr).toBe(
      'nothing changed: 0 of 0 claims follow canary\n',
    );
    expect((await run(['--percent', '1', '-n', 'team-b'])).stderr).toBe(
      `${left}nothing changed: 0 of 2 claims follow canary, since the UID of none falls below the percentage\n`,
    );
  });

  it('exits with 1 if one claim is refused, and says how to go on', async () => {
    writeFileSync(bin('refused'), ' two ');
    expect(await run(['--percent', '100'])).toEqual({
      code: 1,
      stdout: 'Widget team-a/one: stable → canary\n',
      stderr:
        `team-a: 1 to canary\n${left}refused: Widget team-b/two: stable → canary: it is too large\n` +
        '2 of 4 claims follow canary; 1 moved and 1 not: run the command again to go on\n',
    });
  });

  it('prints the result as data', async () => {
    const { stdout } = await run(['--percent', '100', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      usual: 'stable',
      canary: 'canary',
      percent: 100,
      moved: [
        { kind: 'Widget', namespace: 'team-a', name: 'one', from: 'stable', to: 'canary' },
        { kind: 'Widget', namespace: 'team-b', name: 'two', from: 'stable', to: 'canary' },
      ],
      refused: [],
      untried: 0,
    });
  });

  it.each([
    { args: ['--percent', '101'], stderr: 'It is a whole number from 0 to 100.' },
    { args: ['--percent', '1.5'], stderr: 'It is a whole number from 0 to 100.' },
    { args: ['--dry-run'], stderr: '--dry-run needs a change to judge' },
    { args: ['--channel', 'stable', '--percent', '1'], stderr: 'stable is the channel of releases' },
    { args: ['--config', 'plain.config.ts'], stderr: 'the platform toys has no channels' },
    { args: ['--api', 'Gizmo'], stderr: 'the cluster has no API Gizmo\n  hint: it has Widget' },
    {
      args: ['--channel', 'beta', '--percent', '1'],
      stderr: 'no revision of the channel beta is installed for Widget',
    },
  ])('with $args exits with 2', async ({ args, stderr }) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(stderr) });
    expect(patches()).toEqual([]);
  });

  it('without kubectl, or without rights, says so in one sentence', async () => {
    expect(await run([], '/nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('kubectl cannot be run'),
    });
    writeFileSync(bin('refused'), 'widgets');
    expect(await run(['--percent', '100'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: Widget team-a/one cannot be put into the channel canary: it is too large\n' +
        '  hint: administrators of the platform alone may choose a channel; nothing was changed\n',
    });
  });
});
