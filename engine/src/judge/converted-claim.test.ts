import { describe, expect, it } from 'vitest';
import {
  api,
  convert,
  defaulted,
  deprecated,
  integer,
  map,
  object,
  oneOf,
  optional,
  string,
  type ApiDefinition,
  type RefuseConversion,
} from '../schema/index.ts';
import { convertedClaim } from './converted-claim.ts';

const size = oneOf('How big it is.', ['small', 'large']);
const others = {
  teeth: optional(integer('How many teeth it has.', { minimum: 1, maximum: 99 })),
  labels: optional(map('Words on it.', string('A word.', { maxLength: 9 }), { maxProperties: 5 })),
};
const before = object({ ...others, size: defaulted(size, 'small') });
const capacity = optional(
  object({ class: oneOf('How much it carries.', ['low', 'high']) }, { description: 'What it carries.' }),
);
const classes = { small: 'low', large: 'high' } as const;
const conversion = convert(before, ({ size: old, ...rest }) => ({
  ...rest,
  ...(old !== undefined && { capacity: { class: classes[old] } }),
}));
const widget = {
  kind: 'Widget',
  description: 'A widget that turns.',
  targets: ['local'],
  alsoServed: ['v1beta1'],
  recorded: object({}),
  status: object({}),
  secret: {},
  spec: object({ ...others, capacity }),
  convert: conversion,
} as const;

const offerOf = (changes: Partial<ApiDefinition> = {}) => ({
  name: 'toys',
  group: 'toys.example.org',
  apis: { widget: api({ ...widget, ...changes } as typeof widget) },
});
const claim = (spec: Readonly<Record<string, unknown>>, version = 'v1alpha1') => ({
  apiVersion: `toys.example.org/${version}`,
  kind: 'Widget',
  metadata: { name: 'big', namespace: 'team-a' },
  spec,
});
const converted = (
  object: ReturnType<typeof claim>,
  { changes = {}, version = undefined as string | undefined } = {},
) => convertedClaim(object, offerOf(changes), { flavour: 'namespaced', ...(version !== undefined && { version }) });

describe('a claim', () => {
  it.each([
    { spec: { size: 'large', teeth: 3 }, to: { teeth: 3, capacity: { class: 'high' } }, reason: 'it has the old form' },
    { spec: {}, to: {}, reason: 'a default is not written down, so it stays a default' },
    { spec: { capacity: { class: 'low' } }, to: { capacity: { class: 'low' } }, reason: 'it has the new form' },
    {
      spec: { size: 'small', crossplane: { compositionRef: { name: 'x' } } },
      to: { capacity: { class: 'low' }, crossplane: { compositionRef: { name: 'x' } } },
      reason: 'what Crossplane reads is not of the API',
    },
  ])('with $spec becomes one with $to: $reason', ({ spec, to }) => {
    expect(converted(claim(spec))).toEqual({ claim: claim(to) });
  });

  it.each([
    { spec: { size: 'huge' }, misfit: /^spec\.size: Unsupported value/, reason: 'it has the old form' },
    { spec: { teeth: 0, capacity: { class: 'low' } }, misfit: undefined, reason: 'it has the new form' },
  ])('with $spec stays, since it fits neither schema, and $reason', ({ spec, misfit }) => {
    const { claim: same, misfits: [first] = [] } = converted(claim(spec));
    expect(same).toEqual(claim(spec));
    if (misfit === undefined) expect(first).toBeUndefined();
    else expect(`${first?.path}: ${first?.message}`).toMatch(misfit);
  });

  it('keeps its version, gets the one that is asked for, or the stored one in place of one that is gone', () => {
    const versionOf = (object: ReturnType<typeof claim>, version?: string) =>
      converted(object, { version }).claim.apiVersion;
    expect(versionOf(claim({}, 'v1beta1'))).toBe('toys.example.org/v1beta1');
    expect(versionOf(claim({}), 'v1beta1')).toBe('toys.example.org/v1beta1');
    expect(versionOf(claim({ size: 'small' }, 'v0'))).toBe('toys.example.org/v1alpha1');
  });

  it('stays as it is if its API converts nothing, and if it is of no API', () => {
    const { convert: _, ...plain } = widget;
    const other = { ...claim({ size: 'large' }), kind: 'Gadget' };
    const offer = { ...offerOf(), apis: { widget: api(plain) } };
    expect(convertedClaim(claim({ size: 'large' }), offer, { flavour: 'namespaced' }).claim.spec).toEqual({
      size: 'large',
    });
    expect(convertedClaim(other, offerOf(), { flavour: 'namespaced' })).toEqual({ claim: other });
  });

  it('may leave out a field that is deprecated, as in the release that has both', () => {
    const sunset = { instead: 'spec.capacity', since: '2027-01-31', sunset: '2027-06-30' };
    const spec = object({ ...others, size: optional(deprecated(size, sunset)), capacity });
    expect(converted(claim({ size: 'large' }), { changes: { spec } })).toEqual({
      claim: claim({ capacity: { class: 'high' } }),
    });
  });
});

describe('a conversion is refused that', () => {
  let calls = 0;
  it.each([
    {
      to: () => {
        throw new Error('no such size');
      },
      says: 'convert throws: no such size',
    },
    { to: () => [], says: 'convert gives no object' },
    { to: () => undefined, says: 'convert gives no object' },
    { to: () => ({ teeth: (calls += 1) }), says: 'convert gives something else each time' },
    { to: () => ({ labels: {} }), path: 'spec.teeth', says: 'convert loses it, although the API still has it' },
    {
      to: () => ({ teeth: 2, labels: {} }),
      path: 'spec.labels.a',
      says: 'convert loses it, although the API still has it',
    },
    {
      to: (_: unknown, refuse: RefuseConversion) => refuse({ path: 'spec.size', why: 'it says no more how big it is' }),
      path: 'spec.size',
      says: 'convert refuses it: it says no more how big it is',
    },
    {
      to: ({ teeth, labels }: { teeth: number; labels: object }) => ({ teeth: teeth + 1, labels }),
      says: 'convert changes what it gave itself',
    },
    {
      to: ({ labels }: { labels: object }) => ({ teeth: 100, labels, capacity: { class: 'high' } }),
      path: 'spec.teeth',
      says: 'convert gives what is invalid: Invalid value: 100: spec.teeth in body should be less than or equal to 99',
    },
  ])('$says', ({ to, says, path = 'spec' }) => {
    const old = claim({ size: 'large', teeth: 2, labels: { a: 'x' } });
    const changes = { convert: { from: before, to } } as Partial<ApiDefinition>;
    expect(converted(old, { changes })).toEqual({ claim: old, problem: { path, message: says } });
  });

  it('has no sound schema for what was before', () => {
    const from = object({ size: string('How big it is.') });
    expect(() => offerOf({ convert: convert(from, () => ({})) })).toThrow(/convert\.from\.size: has no maxLength/);
  });
});

describe('a conversion', () => {
  it('may change what it is given: that is a copy', () => {
    const to = (old: { size?: string }) => {
      delete old.size;
      return old;
    };
    const old = claim({ size: 'large' });
    expect(converted(old, { changes: { convert: { from: before, to } } as Partial<ApiDefinition> })).toEqual({
      claim: claim({}),
    });
    expect(old.spec).toEqual({ size: 'large' });
  });

  it('is typed by what was before and by what the API has now', () => {
    const wrong = convert(before, ({ teeth = 0 }) => ({ teeth: String(teeth) }));
    // @ts-expect-error -- a text is no number
    expect(() => api({ ...widget, convert: wrong })).not.toThrow();
    // A refusal gives no value, so it stands where one is expected.
    convert(before, ({ teeth }, refuse) => ({
      teeth: teeth ?? refuse({ path: 'spec.teeth', why: 'it must be said' }),
    }));
    // @ts-expect-error -- the earlier schema has no weight
    convert(before, ({ weight }) => ({ teeth: weight }));
  });
});
