/** docs/changing-an-api.md is short, and right about claims that exist. */
import { expect, test } from 'vitest';
import { currentEdition } from '../../functions/database/sizes.ts';
import { conditionOf, exampleSpec, facts, type Loose, readyClaim } from '../fixtures.ts';
import type { PlayedClaim } from '../played/claim.ts';
import { rows, section, textOf } from './page.ts';

const page = textOf('docs/changing-an-api.md');

const ready = (target: string, environment: string) =>
  readyClaim({ kind: 'Database', target, environment: facts(environment), spec: exampleSpec('database') });

const recordOf = (claim: PlayedClaim) => claim.status?.['recorded'] as Loose;

function specsOf({ objects }: PlayedClaim): string {
  return JSON.stringify([...objects].map(([key, { spec }]) => [key, spec]).toSorted());
}

test('it has at most 65 lines', () => {
  expect(page.trim().split('\n').length).toBeLessThanOrEqual(65);
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

test('a database records its edition of the size table', () => {
  expect(recordOf(ready('local', 'local'))['sizing']).toBe(currentEdition);
  expect(page).toContain('`sizing` in its record');
});

test('every row of its table says what to do instead', () => {
  for (const cells of rows(page)) expect(cells.filter((cell) => cell !== '')).toHaveLength(3);
});
