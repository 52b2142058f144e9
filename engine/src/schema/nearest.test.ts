import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const fields = ['size', 'storageGB', 'version', 'connectionSecret'];

it.each<[string, string | undefined, string]>([
  ['siez', 'size', 'two letters changed places'],
  ['storageGb', 'storageGB', 'capitals do not count'],
  ['storage', 'storageGB', 'the end is missing'],
  ['versoin', 'version', 'in the middle'],
  ['connectionSecrets', 'connectionSecret', 'one too many'],
  ['replicas', undefined, 'something else'],
  ['x', undefined, 'too short to guess'],
  ['', undefined, 'nothing to go by'],
])('for "%s" is %s (%s)', (name, expected) => {
  expect(nearest(name, fields)).toBe(expected);
});
