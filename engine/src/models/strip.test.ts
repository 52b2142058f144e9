import { expect, it } from 'vitest';
import { strip } from './strip.ts';

it('keeps what validates and drops what is prose, at any depth', () => {
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

it('tells a field that is called like a keyword from the keyword', () => {
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

it('writes equal schemas as equal JSON, whatever the order of their keys', () => {
  const one = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['b', 'a'] };
  const other = { required: ['a', 'b'], properties: { b: { type: 'string' }, a: { type: 'string' } }, type: 'object' };
  expect(JSON.stringify(strip(one))).toBe(JSON.stringify(strip(other)));
});
