/** The page about conditions knows all that the function says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/conditions.md');

test('it has a row for every reason of Provisioned, and no other', () => {
  // Reasons are words in upper camel case between quotes; types of conditions and what is always so stand beside them.
  const words = [...read('engine/src/runtime/respond/conditions.ts').matchAll(/'([A-Z][a-z]+(?:[A-Z][a-z]+)*)'/g)].map(
    ([, word]) => word,
  );
  const others = new Set(['True', 'False', 'Unknown', 'Provisioned', 'PlatformCapable', 'EnvironmentComplete']);
  const reasons = new Set(words.filter((word) => !others.has(word ?? '')));
  const [, table = ''] = page.split('| `Provisioned` |');
  const rows = [...table.split('\n\n')[0]!.matchAll(/^\| \w+ +\| `(\w+)` +\|/gm)].map(([, reason]) => reason);
  expect(reasons.size).toBeGreaterThan(5);
  expect(rows.toSorted()).toEqual([...reasons].toSorted());
});

test('its commands name kinds that there are', () => {
  const asked = [...page.matchAll(/^kubectl (?:get|describe|patch) (\w+)/gm)].map(([, kind]) => kind ?? '');
  const known = Object.values(platform.apis).flatMap(({ kind, plural }) => [kind.toLowerCase(), plural, `x${plural}`]);
  const categories = Object.values(platform.apis).flatMap((api) => api.categories);
  expect(asked.length).toBeGreaterThan(4);
  expect(asked.filter((kind) => ![...known, ...categories].includes(kind))).toEqual([]);
});
