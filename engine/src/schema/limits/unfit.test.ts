import { describe, expect, it } from 'vitest';
import { api, boolean, integer, object, oneOf, optional, set, string, type Node } from '../index.ts';
import type { Limit } from './limit.ts';
import { unfitFor } from './unfit.ts';

const spec = object({
  size: oneOf('How big.', ['small', 'large']),
  load: integer('How much.', { minimum: 1, maximum: 9 }),
  life: string('How long.', { pattern: '^[0-9]d$', maxLength: 2 }),
  shared: boolean('For all.'),
});
const toy = (limits: Readonly<Record<string, Limit | readonly Limit[]>>) =>
  api({
    kind: 'Toy',
    description: 'A toy.',
    targets: ['local'],
    spec,
    recorded: object({}),
    status: object({}),
    secret: {},
    limits: limits as {},
  });

describe('the limits of an API', () => {
  it('fit their fields', () => {
    const limits = {
      size: [{ among: 'sizes' }, { most: 'load', amounts: { small: 1, large: 2 }, when: { shared: true } }],
      load: { most: 'load' },
      life: { most: 'days', unit: 'd' },
      shared: { needs: 'shop', value: true, why: 'there is no shop' },
    };
    expect(Object.keys(toy(limits).limits)).toEqual(['size', 'load', 'life', 'shared']);
  });

  it.each<{ reason: string; field: string; limit: Limit; says: string }>([
    {
      reason: 'a field that is not there',
      field: 'colour',
      limit: { among: 'colours' },
      says: 'is on no field of the spec',
    },
    { reason: 'a list for a number', field: 'load', limit: { among: 'sizes' }, says: 'must be a choice or a text' },
    { reason: 'a number for a flag', field: 'shared', limit: { most: 'load' }, says: 'must be a whole number' },
    {
      reason: 'a text without a unit',
      field: 'life',
      limit: { most: 'days' },
      says: 'must be a whole number, a text with a unit',
    },
    {
      reason: 'a forgotten amount',
      field: 'size',
      limit: { most: 'load', amounts: { small: 1 } },
      says: 'has no amount for large',
    },
    { reason: 'amounts of a number', field: 'load', limit: { most: 'load', amounts: {} }, says: 'must be a choice' },
    {
      reason: 'a value that is no choice',
      field: 'size',
      limit: { needs: 'shop', value: 'huge', why: 'x' },
      says: 'has the value huge',
    },
    {
      reason: 'an amount that it lacks',
      field: 'size',
      limit: { among: 'sizes', why: '{amount}' },
      says: 'quotes {amount}',
    },
    {
      reason: 'an impossible condition',
      field: 'size',
      limit: { among: 'sizes', when: { life: true } },
      says: 'which no claim can have',
    },
    {
      reason: 'a condition on nothing',
      field: 'size',
      limit: { among: 'sizes', when: { colour: 'red' } },
      says: 'counts only if colour is red',
    },
  ])('do not fit: $reason', ({ field, limit, says }) => {
    expect(() => toy({ [field]: limit })).toThrow(says);
  });

  const shop = optional(object({ street: string('Where.', { maxLength: 9 }) }, { description: 'A shop.' }));
  const environment = object({
    sizes: set('Sizes.', string('A size.', { maxLength: 9 }), { maxItems: 3 }),
    load: integer('Load.', { minimum: 1, maximum: 9 }),
    shop,
  }) as Node;

  it.each<{ limit: Limit; says: string | undefined }>([
    { limit: { among: 'sizes' }, says: undefined },
    { limit: { most: 'load' }, says: undefined },
    { limit: { needs: 'shop', value: true, why: 'x' }, says: undefined },
    { limit: { among: 'load' }, says: 'the limit of Toy on size reads load, which is no list of the environment' },
    {
      limit: { most: 'shop.rooms' },
      says: 'the limit of Toy on size reads shop.rooms, which is no whole number of the environment',
    },
    {
      limit: { needs: 'load', value: true, why: 'x' },
      says: 'the limit of Toy on size reads load, which is no optional section of the environment',
    },
  ])('fit an environment or not: $limit', ({ limit, says }) => {
    expect(unfitFor(environment, { kind: 'Toy', limits: { size: [limit] } })).toBe(says);
  });
});
