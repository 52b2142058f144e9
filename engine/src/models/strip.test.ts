import { expect, it } from 'vitest';
import { strip } from './strip.ts';

it('keeps keywords that validate and drops texts, at any depth', () => {
  const rule = { rule: 'self.size > 0', message: 'must be positive' };
  const schema = {
    description: 'A widget.',
    type: 'object',
    'x-kubernetes-validations': [rule],
    required: ['size', 'colour'],
    properties: {
      size: { type: 'integer', title: 'Size', minimum: 1, default: 3, 'x-kubernetes-patch-strategy': 'merge' },
      colour: { type: 'string', enum: ['red', 'blue'], example: 'red', pattern: '^.+$' },
    },
  };
  expect(strip(schema)).toEqual({
    type: 'object',
    'x-kubernetes-validations': [rule],
    required: ['colour', 'size'],
    properties: {
      size: { type: 'integer', minimum: 1, default: 3 },
      colour: { type: 'string', enum: ['red', 'blue'], pattern: '^.+$' },
    },
  });
});

it('distinguishes a field from a keyword of the same name', () => {
  const properties = {
    description: { type: 'string', description: 'Text.' },
    title: { type: 'string' },
    properties: { type: 'object', properties: { example: { type: 'string' } } },
    default: { type: 'object', default: { description: 'stays' } },
  };
  expect(strip({ properties })).toEqual({
    properties: {
      default: { type: 'object', default: { description: 'stays' } },
      description: { type: 'string' },
      properties: { type: 'object', properties: { example: { type: 'string' } } },
      title: { type: 'string' },
    },
  });
});

it('writes equal schemas as equal JSON for any order of keys', () => {
  const one = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['b', 'a'] };
  const other = { required: ['a', 'b'], properties: { b: { type: 'string' }, a: { type: 'string' } }, type: 'object' };
  expect(JSON.stringify(strip(one))).toBe(JSON.stringify(strip(other)));
});
