/** The page on security: a test tries whatever it says is guarded. */
import { expect, test } from 'vitest';
import { rows, section, textOf } from './page.ts';

const page = textOf('docs/security.md');
const guarded = rows(section(page, '## What guards what'));

test('it links a test for everything that is guarded', () => {
  expect(guarded.length).toBeGreaterThan(10);
  const untried = guarded.filter(([, , tried = '']) => !/\]\(\.\.\/(?:test|engine\/src)\/[\w/.-]+\.ts\)/.test(tried));
  expect(untried).toEqual([]);
});
