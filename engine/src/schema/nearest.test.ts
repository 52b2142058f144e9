import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const fields = ['size', 'storageGB', 'version', 'connectionSecret'];

it.each<[string, string | undefined, string]>([
  ['siez', 'size', 'two letters are swapped'],
  ['storageGb', 'storageGB', 'capitals do not count'],
  ['storage', 'storageGB', 'the end is missing'],
  ['versoin', 'version', 'in the middle'],
  ['connectionSecrets', 'connectionSecret', 'one letter too many'],
  ['replicas', undefined, 'something else'],
  ['x', undefined, 'too short to guess'],
  ['', undefined, 'an empty name is close to none'],
])('for "%s" is %s (%s)', (name, expected) => {
  expect(nearest(name, fields)).toBe(expected);
});

it('compares no name of millions of characters letter by letter', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `field${index}`);
  expect(nearest('a'.repeat(8_000_000), many)).toBeUndefined();
});
