/** What other APIs and targets alone need of an environment: nothing that exists depends on it, or a mistake there would take it away. */
import { sectionAt } from 'planesmith/authoring';
import { foreignSections, withoutSections } from 'planesmith/testing';
import { expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from '../played/claim.ts';

/** What a claim can ask for that makes something else of it. */
const variants: Readonly<Record<string, readonly object[]>> = {
  StateStore: [{}, { backend: 'redis' }],
  DevNamespace: [{}, { isolation: 'vcluster' }],
};

const cells = Object.values(functions).flatMap((each) => {
  const { kind } = each.planner.api;
  const foreign = foreignSections(each, functions);
  return Object.keys(each.targets).flatMap((target) =>
    (variants[kind] ?? [{}]).flatMap((variant) =>
      ['dev', 'prod'].map((tier) => ({ kind, target, tier, variant, foreign: foreign[target] ?? [] })),
    ),
  );
});

test.each(cells)('a $kind on $target in $tier ($variant) stays as it is without all of that', (cell) => {
  const { kind, target, tier, variant, foreign } = cell;
  const environment = environmentConfig(tier)['data'] as Record<string, unknown>;
  expect(foreign.filter((path) => sectionAt(environment, path) !== undefined)).not.toEqual([]);
  const file = Object.entries(platform.apis).find(([, api]) => api.kind === kind)?.[0];
  const spec = { ...(example(`${file}.yaml`)['spec'] as object), ...variant };
  const claim = new PlayedClaim({ kind, target, environment, spec });
  claim.settle();
  const before = claim.fingerprint();
  claim.environment = withoutSections(environment, foreign);
  claim.settle();
  expect(claim.fingerprint()).toBe(before);
});
