import { expect, it } from 'vitest';
import { withoutEmpty } from './without-empty.ts';

it.each([
  { value: {}, stays: false, reason: 'an emptied map would become null' },
  { value: [], stays: false, reason: 'and so would a list' },
  { value: { a: { b: {} } }, stays: false, reason: 'nothing is left of it' },
  { value: { a: 1 }, stays: true, reason: 'it has an entry' },
  { value: '', stays: true, reason: 'a text is neither' },
  { value: 0, stays: true, reason: 'nor is a number' },
  { value: false, stays: true, reason: 'nor is no' },
])('$value stays: $stays, since $reason', ({ value, stays }) => {
  expect(withoutEmpty({ value, other: 1 })).toEqual(stays ? { value, other: 1 } : { other: 1 });
});
