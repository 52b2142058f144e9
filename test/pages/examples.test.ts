/** What a developer writes: short enough to remember. */
import { readFileSync } from 'node:fs';
import type { Schema } from 'planesmith/schema';
import { claimText, judge, minimalClaim } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { cells, conditionOf, environmentNames, exampleSpec, facts, type Loose, readyClaim } from '../fixtures.ts';
import { refusals } from '../played/claim.ts';

const examples = new URL('../../examples/', import.meta.url);
const apis = Object.entries(platform.apis).map(([key, api]) => ({
  key,
  api,
  kind: api.kind,
  spec: api.spec as Schema,
}));

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

test.each(apis)('a $kind to begin with is valid, in ten lines with the one for editors', ({ api }) => {
  const namespace = api.scope === 'Namespaced' ? 'team-a' : undefined;
  const text = claimText(minimalClaim(api, platform, 'demo', namespace));
  expect(text.trim().split('\n').length, text).toBeLessThanOrEqual(9);
  expect(errorsIn(text)).toEqual([]);
  expect(text).not.toMatch(/: \[?example\b|CHANGE-ME/);
});

test.each(apis)('a $kind to begin with becomes ready', ({ api, kind }) => {
  const text = claimText(minimalClaim(api, platform, 'demo', undefined));
  const { spec } = parse(text) as { spec: Loose };
  const claim = readyClaim({ kind, target: 'local', environment: facts('local'), spec });
  expect(conditionOf(claim)).toMatchObject({ reason: 'Available' });
});

function errorsIn(text: string) {
  const options = { flavour: 'namespaced', strict: true } as const;
  const { claims } = judge([{ file: 'demo.yaml', text, named: true }], platform, options);
  return claims.flatMap(({ verdict }) => verdict.errors);
}

/** The paths of what must be written, also in what must. */
function required(schema: Schema): string[] {
  if (schema.kind !== 'object') return [];
  return Object.entries(schema.fields as Readonly<Record<string, Schema>>)
    .filter(([, { presence }]) => presence === 'required')
    .flatMap(([name, field]) => [name, ...required(field).map((below) => `${name}.${below}`)]);
}

describe.each(environmentNames)('the environment %s', (name) => {
  // A developer's machine has no cloud, and no store of the company.
  const offered = cells.filter(({ target }) => (name === 'local' ? target === 'local' : target !== 'local'));

  test.each(offered)('takes the example claim of $kind on $target', ({ key, kind, target }) => {
    expect(refusals({ kind, target, environment: facts(name), spec: exampleSpec(key) })).toEqual([]);
  });

  test('has the ids of one subscription alone', () => {
    const { azure } = facts(name);
    const subscriptions = [...JSON.stringify(azure ?? {}).matchAll(/\/subscriptions\/([^/]+)\//g)].map(([, id]) => id);
    expect(subscriptions.filter((id) => id !== azure.subscriptionID)).toEqual([]);
  });
});
