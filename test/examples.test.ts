/** What a developer writes: short enough to remember. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Schema } from 'planesmith/schema';
import { example } from './cases/claims.ts';
import { platform } from './cases/platform.ts';

const examples = new URL('../examples/', import.meta.url);
const apis = Object.entries(platform.apis).map(([key, api]) => ({ key, kind: api.kind, spec: api.spec as Schema }));

test.each(apis)('a $kind is asked for in at most ten lines, as its example shows', ({ key, kind }) => {
  expect(example(`${key}.yaml`).kind).toBe(kind);
  const lines = readFileSync(new URL(`${key}.yaml`, examples), 'utf8')
    .trim()
    .split('\n');
  expect(lines.filter((line) => !line.startsWith('#')).length).toBeLessThanOrEqual(10);
});

test.each(apis)('a $kind must say at most three things', ({ spec }) => {
  expect(required(spec).length).toBeLessThanOrEqual(3);
});

/** The paths of what must be written, also in what must. */
function required(schema: Schema): string[] {
  if (schema.kind !== 'object') return [];
  return Object.entries(schema.fields as Readonly<Record<string, Schema>>)
    .filter(([, { presence }]) => presence === 'required')
    .flatMap(([name, field]) => [name, ...required(field).map((below) => `${name}.${below}`)]);
}
