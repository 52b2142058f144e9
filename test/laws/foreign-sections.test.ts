/** Sections of the environment that only other APIs and targets need: a mistake in one of them must not change a claim. */
import { type AnyFunctions, sectionAt } from 'planesmith/authoring';
import { foreignSections, withoutSections } from 'planesmith/testing';
import { expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { cells, exampleSpec, facts, readyClaim } from '../fixtures.ts';

/** Specs with which a claim of the API composes other resources. */
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

test.each(rows)('a $kind on $target in $tier ($variant) does not change without its foreign sections', (row) => {
  const { key, kind, target, tier, variant, foreign } = row;
  const environment = facts(tier);
  expect(foreign.filter((path) => sectionAt(environment, path) !== undefined)).not.toEqual([]);
  const claim = readyClaim({ kind, target, environment, spec: { ...exampleSpec(key), ...variant } });
  const before = claim.fingerprint();
  claim.environment = withoutSections(environment, foreign);
  claim.settle();
  expect(claim.fingerprint()).toBe(before);
});
