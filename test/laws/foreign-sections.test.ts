/** What other APIs and targets alone need of an environment: nothing that exists depends on it, or a mistake there would take it away. */
import { type AnyFunctions, sectionAt } from 'planesmith/authoring';
import { foreignSections, withoutSections } from 'planesmith/testing';
import { expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { cells, exampleSpec, facts, readyClaim } from '../fixtures.ts';

/** What a claim can ask for that makes something else of it. */
const variants: Readonly<Record<string, readonly object[]>> = {
  StateStore: [{}, { backend: 'redis' }],
  DevNamespace: [{}, { isolation: 'vcluster' }],
};

const rows = cells.flatMap(({ key, kind, target }) => {
  const foreign = foreignSections((functions as AnyFunctions)[key]!, functions)[target] ?? [];
  return (variants[kind] ?? [{}]).flatMap((variant) =>
    ['dev', 'prod'].map((tier) => ({ key, kind, target, tier, variant, foreign })),
  );
});

test.each(rows)('a $kind on $target in $tier ($variant) stays as it is without all of that', (row) => {
  const { key, kind, target, tier, variant, foreign } = row;
  const environment = facts(tier);
  expect(foreign.filter((path) => sectionAt(environment, path) !== undefined)).not.toEqual([]);
  const claim = readyClaim({ kind, target, environment, spec: { ...exampleSpec(key), ...variant } });
  const before = claim.fingerprint();
  claim.environment = withoutSections(environment, foreign);
  claim.settle();
  expect(claim.fingerprint()).toBe(before);
});
