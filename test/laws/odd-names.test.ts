/** Parts whose name in the claim is also a property of every JavaScript object. */
import { expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { conditionOf, facts, readyClaim } from '../fixtures.ts';

const parts = [
  { key: 'pub-sub', field: 'topics', value: {} },
  { key: 'credential-store', field: 'secrets', value: { keys: ['token'] } },
  { key: 'credential-store', field: 'secrets', value: { keys: ['token'], from: 'written' } },
];
const cells = parts.flatMap((part) => platform.apis[part.key]!.targets.map((target) => ({ ...part, target })));

test.each(cells)('a part of a $key on $target may be called constructor, also if it is added later', (cell) => {
  const { key, field, value, target } = cell;
  const { kind } = platform.apis[key]!;
  const claim = readyClaim({ kind, target, environment: facts('prod'), spec: { [field]: { first: value } } });
  claim.spec = { ...claim.spec, [field]: { first: value, constructor: value } };
  const { response } = claim.settle();
  expect(response.results).toEqual([]);
  expect(conditionOf(claim)?.message).toMatch(/is ready/);
  const named = Object.values(claim.status ?? {}).find((value) => Object.hasOwn(value as object, 'constructor'));
  expect(JSON.stringify(named)).not.toContain('function');
});
