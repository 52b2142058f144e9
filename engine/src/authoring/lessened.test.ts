import { expect, test } from 'vitest';
import { isLess } from './lessened.ts';

test.each<{ now: unknown; before: unknown; less: boolean; reason: string }>([
  { now: 10, before: 20, less: true, reason: 'numbers' },
  { now: 20, before: 20, less: false, reason: 'it is the same' },
  { now: 30, before: 20, less: false, reason: 'it grows' },
  { now: '10Gi', before: '20Gi', less: true, reason: 'quantities' },
  { now: '1Ti', before: '20Gi', less: false, reason: 'units count' },
  { now: '1000M', before: '1Gi', less: true, reason: 'decimal units are smaller than binary ones' },
  { now: '1.5Gi', before: '2Gi', less: true, reason: 'a quantity may have a fraction' },
  { now: '16', before: '17', less: true, reason: 'versions' },
  { now: '17.10', before: '17.4', less: false, reason: 'each part of a version is a number' },
  { now: '17', before: '17.4', less: false, reason: 'the owner chooses the rest' },
  { now: 'POSTGRES_16', before: 'POSTGRES_17', less: true, reason: 'versions in a text' },
  { now: 'REDIS_7_2', before: 'REDIS_7_0', less: false, reason: 'a later version' },
  { now: undefined, before: 10, less: false, reason: 'the owner keeps it' },
  { now: 10, before: undefined, less: false, reason: 'nobody knows what it was' },
  { now: 'small', before: 'large', less: false, reason: 'these are no numbers' },
])('$now after $before: $reason', ({ now, before, less }) => {
  expect(isLess(now, before)).toBe(less);
});
