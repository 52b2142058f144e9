/** The CEL of policies and the function's own judgement come from one limit: they agree on every value, in the same words. */
import { assert, constantFrom, integer as whole, option, property, record as recordOf, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalBy } from '../../testing/admission.ts';
import {
  applyDefaults,
  boolean,
  defaulted,
  integer,
  object,
  oneOf,
  optional,
  set,
  string,
  type Node,
} from '../index.ts';
import { exceeded } from '../limits/exceeded.ts';
import { type Limits, platformTeam, refusalText } from '../limits/limit.ts';
import { joined } from './text.ts';
import { limitedFields } from './limits.ts';

const sizes = ['small', 'medium', 'large'] as const;
const spec = object({
  size: defaulted(oneOf('How big.', sizes), 'small'),
  load: optional(integer('How much.', { minimum: 1, maximum: 99 })),
  life: optional(string('How long.', { pattern: '^[0-9]+d$', maxLength: 4 })),
  shared: defaulted(boolean('For all.'), false),
  backend: optional(oneOf('What keeps it.', ['disk', 'memory'])),
});
const environment = object({
  limits: optional(
    object(
      {
        sizes: set('Sizes.', oneOf('A size.', sizes), { minItems: 1, maxItems: 3 }),
        load: defaulted(integer('Load.', { minimum: 1, maximum: 99 }), 40),
        days: integer('Days.', { minimum: 1, maximum: 99 }),
        shop: optional(object({ street: string('Where.', { maxLength: 9 }) }, { description: 'A shop.' })),
      },
      { description: 'Limits.' },
    ),
  ),
});
const limits: Limits = {
  size: [
    { among: 'limits.sizes' },
    {
      most: 'limits.load',
      amounts: { small: 1, medium: 30, large: 60 },
      when: { backend: 'memory' },
      why: '{asked} takes "{amount}" of {limit}',
    },
  ],
  load: [{ most: 'limits.load' }],
  life: [{ most: 'limits.days', unit: 'd' }],
  shared: [{ needs: 'limits.shop', value: true, why: 'there is no shop here' }],
};

const fields = limitedFields({ limits, spec }, environment as Node);
const policy = {
  spec: {
    variables: [
      { name: 'environment', expression: 'params.?data.orValue({})' },
      ...fields.map(({ field, refusal }) => ({ name: field, expression: refusal })),
      { name: 'refused', expression: joined(fields.map(({ field }) => `variables.${field}`)) },
    ],
    validations: [{ expression: "variables.refused == ''", messageExpression: 'variables.refused' }],
  },
};

interface Claim {
  readonly spec: object;
  readonly status?: { readonly recorded: object };
}

/** As the function says it. */
function byFunction({ spec: written, status }: Claim, data: object): string {
  const judged = {
    spec: written as Record<string, unknown>,
    environment: applyDefaults(environment, data as never) as object,
    recorded: (status?.recorded ?? {}) as Record<string, unknown>,
  };
  return Object.entries(limits)
    .flatMap(([field, all]) => {
      const [reason] = all.flatMap((limit) => exceeded(limit, judged.spec[field], judged) ?? []);
      const { before, after } = refusalText({ path: `spec.${field}`, who: platformTeam });
      return reason === undefined ? [] : [`${before}${reason}${after}`];
    })
    .join('; ');
}

const some = <T>(value: T) => option(value as never, { nil: undefined }) as never;
const claims = recordOf({
  size: constantFrom(...sizes),
  load: some(whole({ min: 1, max: 99 })),
  life: some(whole({ min: 1, max: 99 }).map((days) => `${days}d`)),
  shared: constantFrom(true, false),
  backend: some(constantFrom('disk', 'memory')),
}).map((written) => withoutUndefined(written));
const environments = recordOf({
  sizes: uniqueArray(constantFrom(...sizes), { minLength: 1 }),
  load: some(whole({ min: 1, max: 99 })),
  days: whole({ min: 1, max: 99 }),
  shop: some(constantFrom({ street: 'Main' })),
}).map((data) => withoutUndefined(data));
const withoutUndefined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));

describe('a limit', () => {
  it('refuses a new claim by policy and by function alike, in the same words', () => {
    assert(
      property(claims, some(environments), some(constantFrom('disk', 'memory')), (written, found, backend) => {
        const data = found === undefined ? {} : { limits: found };
        const claim = { spec: written, ...(backend !== undefined && { status: { recorded: { backend } } }) };
        expect(refusalBy(policy, { object: claim, params: { data } })).toBe(byFunction(claim, data));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses nothing that an update leaves alone', () => {
    assert(
      property(claims, environments, (written, found) => {
        const claim = { spec: written };
        expect(refusalBy(policy, { object: claim, oldObject: claim, params: { data: { limits: found } } })).toBe('');
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    {
      reason: 'a choice that is not offered',
      spec: { size: 'large' },
      says: 'spec.size: large is not offered here, only small, medium; change it in the claim, or ask the platform team',
    },
    {
      reason: 'the number behind a choice, if the condition holds',
      spec: { size: 'medium', backend: 'memory' },
      says: 'spec.size: medium takes "30" of 20; change it in the claim, or ask the platform team',
    },
    { reason: 'the same choice without the condition', spec: { size: 'medium', backend: 'disk' }, says: '' },
    {
      reason: 'two fields at once',
      spec: { size: 'small', load: 21, life: '8d' },
      says:
        'spec.load: 21 is more than the 20 allowed here; change it in the claim, or ask the platform team; ' +
        'spec.life: 8d is more than the 7d allowed here; change it in the claim, or ask the platform team',
    },
    { reason: 'amounts up to the limit', spec: { size: 'small', load: 20, life: '7d' }, says: '' },
    {
      reason: 'a value that needs a section',
      spec: { size: 'small', shared: true },
      says: 'spec.shared: there is no shop here; change it in the claim, or ask the platform team',
    },
    { reason: 'another value of that field', spec: { size: 'small', shared: false }, says: '' },
  ])('judges $reason', ({ spec: written, says }) => {
    const data = { limits: { sizes: ['small', 'medium', 'huge'], load: 20, days: 7 } };
    expect(refusalBy(policy, { object: { spec: written }, params: { data } })).toBe(says);
  });

  it('judges a field that an update changes', () => {
    const data = { limits: { sizes: ['small'], load: 20, days: 7 } };
    const oldObject = { spec: { size: 'large', load: 50 } };
    const change = (load: number) =>
      refusalBy(policy, { object: { spec: { size: 'large', load } }, oldObject, params: { data } });
    expect(change(50)).toBe('');
    expect(change(60)).toMatch(/^spec\.load: 60 is more than the 20 allowed here;[^;]*$/);
  });
});
