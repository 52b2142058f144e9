/** Claims and environments change; test/real/immutable.test.ts changes more of them. */
import { expect, test } from 'vitest';
import { kinds, neverImpossible, titleOf, violationsIn } from './immutable.ts';
import { inProduction } from './simulator.ts';

neverImpossible({ claims: inProduction, environments: inProduction, valuesOfFact: 1, leastChanges: 200 });

test('a change that an owner would refuse is found', () => {
  const place = inProduction.find(({ kind, target }) => kind === 'Database' && target === 'aws');
  const instance = kinds.get('Instance of rds.aws.m.upbound.io');
  if (place === undefined || instance === undefined) throw new Error('there is no Database on aws');
  const stricter = { ...instance, immutable: ['spec.forProvider.instanceClass'] };
  const { violations } = violationsIn(place, new Map([...kinds, [titleOf(instance), stricter]]));
  expect([...violations]).toEqual(['spec.size: instance: spec.forProvider.instanceClass']);
});
