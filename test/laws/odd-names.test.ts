/** Names of their own that claims give to parts, and that every JavaScript object knows. */
import type { Json } from 'planesmith/schema';
import { expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from '../played/claim.ts';

const parts = [
  { key: 'pub-sub', field: 'topics', value: {} },
  { key: 'credential-store', field: 'secrets', value: { keys: ['token'] } },
  { key: 'credential-store', field: 'secrets', value: { keys: ['token'], from: 'written' } },
];
const cells = parts.flatMap((part) => platform.apis[part.key]!.targets.map((target) => ({ ...part, target })));

test.each(cells)('a part of a $key on $target may be called constructor, also one that comes later', (cell) => {
  const { key, field, value, target } = cell;
  const { kind } = platform.apis[key]!;
  const environment = environmentConfig('prod')['data'] as Record<string, unknown>;
  const spec = { [field]: { first: value } } as Record<string, Json>;
  const claim = new PlayedClaim({ kind, target, environment, spec });
  claim.settle();
  claim.spec = { ...claim.spec, [field]: { first: value, constructor: value } };
  const { response } = claim.settle();
  expect(response.results).toEqual([]);
  expect(response.conditions.find(({ type }) => type === 'Provisioned')?.message).toMatch(/is ready/);
  const told = Object.values(claim.status ?? {}).find((each) => Object.hasOwn(each as object, 'constructor'));
  expect(JSON.stringify(told)).not.toContain('function');
});
