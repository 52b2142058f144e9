/** docs/conditions.md has every reason that the function gives. */
import { expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { rows, textOf } from './page.ts';

const page = textOf('docs/conditions.md');

test('it has a row for every reason of Provisioned, and no other', () => {
  // Reasons are words in upper camel case between quotes; types of conditions and what is always so stand beside them.
  const words = [
    ...textOf('engine/src/runtime/respond/conditions.ts').matchAll(/'([A-Z][a-z]+(?:[A-Z][a-z]+)*)'/g),
    ...textOf('engine/src/authoring/readiness.ts').matchAll(/progressing = '(\w+)'/g),
  ].map(([, word]) => word);
  const others = new Set([
    'True',
    'False',
    'Unknown',
    'Provisioned',
    'PlatformCapable',
    'EnvironmentComplete',
    'KindsMissing',
    'KindsUnknown',
  ]);
  const reasons = new Set(words.filter((word) => !others.has(word ?? '')));
  const listed = rows(page)
    .filter(([, status = '']) => /^(True|False|Unknown)$/.test(status))
    .map(([reason = '']) => reason.replaceAll('`', ''));
  expect(reasons.size).toBeGreaterThan(5);
  expect(listed.toSorted()).toEqual([...reasons].toSorted());
});

test('its commands name kinds that there are', () => {
  const asked = [...page.matchAll(/^kubectl (?:get|describe|patch) (\w+)/gm)].map(([, kind]) => kind ?? '');
  const known = Object.values(platform.apis).flatMap(({ kind, plural }) => [kind.toLowerCase(), plural, `x${plural}`]);
  const categories = Object.values(platform.apis).flatMap((api) => api.categories);
  expect(asked.length).toBeGreaterThan(4);
  expect(asked.filter((kind) => ![...known, ...categories].includes(kind))).toEqual([]);
});

test('it explains the reason that Crossplane itself gives to our conditions, as render plays it', () => {
  const [reason] = /(?<=')FatalError(?=')/.exec(textOf('engine/src/render/status.ts')) ?? [];
  expect(reason).toBe('FatalError');
  expect(page).toContain(`\`Unknown\` with the reason \`${reason}\``);
});
