/** docs/changing-an-api.md is short, and right about claims that exist. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dispatch } from 'planesmith/runtime';
import { currentEdition } from '../../functions/database/sizes.ts';
import { functions } from '../../functions/index.ts';
import { conditionOf, exampleSpec, facts, type Loose, readyClaim } from '../fixtures.ts';
import { renamedTarget } from '../laws/renamed-target.ts';
import { PlayedClaim } from '../played/claim.ts';
import { blocks, commands, planesmith, rows, section, textOf } from './page.ts';
import { refactored } from './refactored-cache.ts';

const page = textOf('docs/changing-an-api.md');

const ready = (target: string, environment: string) =>
  readyClaim({ kind: 'Database', target, environment: facts(environment), spec: exampleSpec('database') });

const recordOf = (claim: PlayedClaim) => claim.status?.['recorded'] as Loose;

function specsOf({ objects }: PlayedClaim): string {
  return JSON.stringify([...objects].map(([key, { spec }]) => [key, spec]).toSorted());
}

test('it has at most 105 lines', () => {
  expect(page.trim().split('\n').length).toBeLessThanOrEqual(105);
});

test('a recorded field that the API no longer has stays in the status', () => {
  const claim = ready('local', 'local');
  claim.status = { ...claim.status, recorded: { ...recordOf(claim), colour: 'green' } };
  claim.reconcile();
  expect(recordOf(claim)['colour']).toBe('green');
  expect(conditionOf(claim)?.reason).toBe('Available');
  expect(page).toContain('its value stays in the status');
});

test.each([
  { reason: 'CannotProceed', status: { target: 'mainframe' }, part: '## Removing or renaming' },
  { reason: 'EnvironmentIncomplete', status: { recorded: { size: 'huge' } }, part: '## Removing or renaming' },
  { reason: 'Refused', status: { recorded: { sizing: 'v99' } }, part: '## Size tables' },
])('what a release does not know leaves the claim as it is, with the reason $reason', ({ reason, status, part }) => {
  const claim = ready('aws', 'dev');
  const before = specsOf(claim);
  const recorded = { ...recordOf(claim), ...('recorded' in status && status.recorded) };
  claim.status = { ...claim.status, ...status, recorded };
  claim.reconcile();
  expect(conditionOf(claim)?.reason).toBe(reason);
  expect(specsOf(claim)).toBe(before);
  expect(section(page, part)).toContain(`\`${reason}\``);
});

test('a claim goes on with the record of the object that was saved from a cluster, by the commands of the page', async () => {
  const [save = '', render = ''] = commands(page);
  expect(save).toMatch(/ -o yaml > live\.yaml$/);
  const folder = mkdtempSync(join(tmpdir(), 'planesmith-saved-'));
  const live = join(folder, 'live.yaml');
  const metadata = { name: 'orders', namespace: 'team-a', uid: '0b1d', resourceVersion: '12' };
  const object = {
    apiVersion: 'platform.example.org/v1alpha1',
    kind: 'Database',
    metadata,
    spec: exampleSpec('database'),
  };
  writeFileSync(live, JSON.stringify({ ...object, status: { target: 'aws', recorded: { version: '16' } } }));
  const args = render.replace('live.yaml', live).split(' ').slice(2);
  const fresh = args.filter((word) => word !== '--observed' && word !== live);
  const [kept, anew] = await Promise.all([planesmith(...args), planesmith(...fresh)]);
  const refused = planesmith('render', live, '--target', 'aws', '--environment', 'prod');
  await expect(refused).rejects.toMatchObject({
    stderr: expect.stringContaining(
      'status: only Crossplane writes this: take it out of the claim; `render CLAIM --observed FILE` reads it from a saved object',
    ),
  });
  rmSync(folder, { recursive: true });
  expect(kept.stdout).toContain('family: postgres16');
  expect(anew.stdout).toContain('family: postgres17');
});

test('it says which commands a platform made by `init` does not have', () => {
  expect(page).toContain('A platform that `planesmith init` wrote has no such script');
});

test('a database records its edition of the size table', () => {
  expect(recordOf(ready('local', 'local'))['sizing']).toBe(currentEdition);
  expect(page).toContain('`sizing` in its record');
});

test('its example of a refactoring keeps a subnet group and lets alarms go, as it says', () => {
  const part = section(page, '## Renaming or dropping a key of resources');
  const [code = ''] = blocks(part, 'ts');
  const [story = ''] = blocks(part, 'text');
  for (const call of code.match(/(moved|released)\([^)]*\)/g) ?? [])
    expect(textOf('test/pages/refactored-cache.ts')).toContain(call);
  const before = functions.cache.targets.aws;
  const keyOf = (key: string) => (key === 'subnets' ? 'subnetGroup' : key);
  const next = renamedTarget(before, { refactored, keyOf, dropped: ['alarm'] });
  const { planner, targets } = functions.cache;
  const claim = readyClaim({ kind: 'Cache', target: 'aws', environment: facts('prod'), spec: exampleSpec('cache') });
  const lines = [stateOf(claim, 'installed')];
  claim.handler = dispatch({ ...functions, cache: { planner, targets: { ...targets, aws: next } } });
  for (const when of ['first call', 'next call']) {
    claim.reconcile();
    lines.push(stateOf(claim, when));
  }
  const fresh = new PlayedClaim({
    kind: 'Cache',
    target: 'aws',
    environment: facts('prod'),
    spec: exampleSpec('cache'),
  });
  fresh.handler = claim.handler;
  fresh.settle();
  lines.push(stateOf(fresh, 'new claim'));
  expect(story.trim().split('\n')).toEqual(lines);
});

/** The subnet group and one alarm of a cache, with the policies of that alarm, as a line. */
function stateOf({ objects }: PlayedClaim, when: string): string {
  const found = [...objects].filter(([key]) => /^subnet|^alarm\.cpu-001$/.test(key)).toSorted();
  const words = found.map(([key, { spec }]) => {
    const { managementPolicies = [] } = spec as { readonly managementPolicies?: readonly string[] };
    return key.startsWith('alarm') ? `${key} (${managementPolicies.join(', ')})` : key;
  });
  return `${`${when}:`.padEnd(13)}${words.toReversed().join('  ')}`;
}

test('every row of its table says what to do instead', () => {
  for (const cells of rows(page)) expect(cells.filter((cell) => cell !== '')).toHaveLength(3);
});
