import { expect, test } from 'vitest';
import { limitSentence } from './explained.ts';
import type { Limit } from './limit.ts';

test.each<{ limit: Limit; says: string; reason: string }>([
  { limit: { among: 'limits.sizes' }, says: 'one of limits.sizes', reason: 'a list' },
  { limit: { most: 'limits.storageGB' }, says: 'at most limits.storageGB', reason: 'a number' },
  {
    limit: { most: 'limits.days', unit: 'd' },
    says: 'at most limits.days, counted in d',
    reason: 'a text with a unit',
  },
  {
    limit: { most: 'limits.memoryMB', amounts: { small: 256, large: 4096 }, when: { backend: 'redis' } },
    says: 'at most limits.memoryMB, which counts small as 256, large as 4096, if backend is redis',
    reason: 'a choice that stands for amounts, for some claims',
  },
  {
    limit: { needs: 'shop', value: true, why: 'there is no shop', when: { a: true, b: 'x' } },
    says: 'true only with shop, if a is true and b is x',
    reason: 'a section that one value needs',
  },
])('a limit is said in a sentence: $reason', ({ limit, says }) => {
  expect(limitSentence(limit)).toBe(says);
});
