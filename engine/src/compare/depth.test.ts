import { describe, expect, it } from 'vitest';
import { isTooDeep } from './depth.ts';

const lists = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('isTooDeep', () => {
  it.each([
    { what: 'a text', value: 'x', is: false },
    { what: 'null', value: null, is: false },
    { what: '500 lists', value: lists(500), is: false },
    { what: '501 lists', value: lists(501), is: true },
    { what: 'a list beside others', value: [1, { a: lists(499) }, 2], is: true },
    { what: 'what would fill the stack', value: { a: lists(1_000_000) }, is: true },
  ])('is $is for $what', ({ value, is }) => {
    expect(isTooDeep(value)).toBe(is);
  });
});
