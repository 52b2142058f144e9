import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameJson } from './same-json.ts';

const rows: readonly { reason: string; one: unknown; other: unknown; isSame: boolean }[] = [
  { reason: 'the order of fields says nothing', one: { a: 1, b: 2 }, other: { b: 2, a: 1 }, isSame: true },
  { reason: 'JSON has no undefined', one: { a: 1, b: undefined }, other: { a: 1 }, isSame: true },
  { reason: 'either may have it', one: { a: 1 }, other: { a: 1, b: undefined }, isSame: true },
  { reason: 'one field more is a change', one: { a: 1 }, other: { a: 1, b: null }, isSame: false },
  { reason: 'one absent field does not make up for another', one: { a: 1 }, other: { b: 1 }, isSame: false },
  { reason: 'the order of items counts', one: [1, 2], other: [2, 1], isSame: false },
  { reason: 'a list is no object', one: [], other: {}, isSame: false },
  { reason: 'nothing is no object', one: null, other: {}, isSame: false },
  { reason: 'an inherited field is none', one: { toString: 1 }, other: { a: 1 }, isSame: false },
  { reason: 'numbers are no texts', one: { a: 1 }, other: { a: '1' }, isSame: false },
];

test.each(rows)('$reason', ({ one, other, isSame }) => {
  expect(isSameJson(one, other)).toBe(isSame);
  expect(isSameJson(other, one)).toBe(isSame);
});

test('a value is the same as what JSON makes of it, and no other', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const copy: unknown = JSON.parse(JSON.stringify(one));
      expect(isSameJson(one, copy)).toBe(true);
      const texts = [one, other].map((value) => JSON.stringify(ordered(value)));
      expect(isSameJson(one, other)).toBe(texts[0] === texts[1]);
    }),
  );
});

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  // An object still, since an empty one is no empty list.
  return { fields: fields.map(([name, member]) => [name, ordered(member)]) };
}
