/** What single changes are found to be, and in which words. */
import { describe, expect, it } from 'vitest';
import {
  api,
  deprecated,
  defaulted,
  integer,
  listMap,
  object,
  oneOf,
  optional,
  set,
  array,
  string,
  type Node,
  type Schema,
} from '../../schema/index.ts';
import { compareContracts, type Contract } from '../contract.ts';
import { sampleContract } from '../testing/contract-edits.ts';
import { environmentFindings } from './environment-findings.ts';
import { schemaFindings } from './schema-findings.ts';
import { rangeChange } from './version-range.ts';

const text = string('T.', { maxLength: 9 });
const item = object({ name: text, port: optional(text) }, { description: 'I.' });
const count = (multipleOf: number) => integer('N.', { multipleOf });

/** The day of the comparison, for an API that owes 90 days. */
const on = (today: string) => ({ today, days: 90 });

const found = (area: 'spec' | 'status', old: Schema, now: Schema) =>
  schemaFindings(
    { area, owner: 'Widget', path: area, ...on('2027-06-01') },
    object({ it: old }),
    object({ it: now }),
  ).map(({ rule, severity, message }) => [severity, rule, message]);

describe('a change of a field', () => {
  it.each([
    {
      reason: 'a developer can no longer write the value, and a reader meets fewer',
      old: oneOf('S.', ['small', 'large']),
      now: oneOf('S.', ['small']),
      spec: [
        [
          'breaking',
          'spec-value-removed',
          'Widget spec.it no longer has the value "large": claims with it are refused.',
        ],
      ],
      status: [
        [
          'safe',
          'status-value-removed',
          'Widget status.it no longer has the value "large": nothing that exists notices.',
        ],
      ],
    },
    {
      reason: 'a choice that is opened has the values of before',
      old: oneOf('S.', ['small', 'enormously large']),
      now: text,
      spec: [
        [
          'safe',
          'spec-choices-opened',
          'Widget spec.it was one of ["small","enormously large"] and is a text: nothing that exists notices.',
        ],
        [
          'breaking',
          'spec-value-removed',
          'Widget spec.it no longer has the value "enormously large": claims with it are refused.',
        ],
      ],
    },
    {
      reason: 'everybody wrote the field, so its default reaches nobody who exists',
      old: text,
      now: defaulted(text, 'a'),
      spec: [
        ['safe', 'spec-field-optional', 'Widget spec.it was required and has a default: nothing that exists notices.'],
      ],
    },
    {
      reason: 'of two divisors that do not divide each other, each takes what the other refuses',
      old: count(3),
      now: count(2),
      spec: [
        [
          'breaking',
          'spec-bound-narrowed',
          'The divisor of Widget spec.it was 3 and is 2: claims beyond it are refused.',
        ],
        ['safe', 'spec-bound-widened', 'The divisor of Widget spec.it was 3 and is 2: nothing that exists notices.'],
      ],
    },
    {
      reason: 'whoever owned one item owns all of them',
      old: set('L.', text, { maxItems: 9 }),
      now: array('L.', text, { maxItems: 9 }),
      spec: [
        [
          'risky',
          'spec-list-made-atomic',
          'The list type of Widget spec.it was set and is atomic: appliers that own single items own the whole list, and replace it.',
        ],
      ],
    },
    {
      reason: 'a list that gets keys is reported once',
      old: array('L.', item, { maxItems: 9 }),
      now: listMap('L.', ['name'], item, { maxItems: 9 }),
      spec: [
        [
          'breaking',
          'spec-list-type-changed',
          'The list type of Widget spec.it was atomic and is map: claims with the same item twice are refused.',
        ],
      ],
    },
  ])('$reason', ({ old, now, spec, status }) => {
    expect(found('spec', old, now)).toEqual(spec);
    if (status !== undefined) expect(found('status', old, now)).toEqual(status);
  });

  it('that moves it says until when it was promised', () => {
    const [old, now] = [object({ size: optional(deprecated(text, running)) }), object({ volume: optional(text) })];
    expect(onDay('2027-03-01', old, now)).toEqual([
      [
        'breaking',
        'spec-field-removed',
        'Widget spec.size (deprecated since 2027-01-01, with the sunset 2027-04-01: use spec.volume) is gone: claims that have it are refused.',
      ],
      ['safe', 'spec-field-added', 'Widget spec.volume is new and optional: nothing that exists notices.'],
    ]);
  });
});

const running = { instead: 'spec.volume', since: '2027-01-01', sunset: '2027-04-01' };
const onDay = (today: string, old: Node, now: Node) =>
  schemaFindings({ area: 'spec', owner: 'Widget', path: 'spec', ...on(today) }, old, now).map(
    ({ severity, rule, message }) => [severity, rule, message],
  );

describe('a deprecation', () => {
  const plain = object({ size: optional(text) });
  const withSunset = (sunset: string) => object({ size: optional(deprecated(text, { ...running, sunset })) });

  it.each([
    {
      reason: 'the last day of a sunset belongs to those who rely on it',
      today: '2027-04-01',
      now: object({}),
      rule: ['breaking', 'spec-field-removed'],
    },
    {
      reason: 'the removal was announced',
      today: '2027-04-02',
      now: object({}),
      rule: ['risky', 'spec-deprecated-field-removed'],
    },
    {
      reason: 'people planned by the day that they read',
      today: '2027-02-01',
      now: withSunset('2027-03-31'),
      rule: ['risky', 'spec-sunset-earlier'],
    },
    {
      reason: 'more time harms nobody',
      today: '2027-02-01',
      now: withSunset('2027-04-02'),
      rule: ['safe', 'spec-sunset-later'],
    },
    { reason: 'it stays', today: '2027-02-01', now: plain, rule: ['safe', 'spec-field-undeprecated'] },
  ])('is judged by the day of the comparison: $reason', ({ today, now, rule }) => {
    expect(onDay(today, withSunset('2027-04-01'), now).map(([severity, id]) => [severity, id])).toEqual([rule]);
  });

  it.each([
    { reason: 'from today on there are 90 days', today: '2027-01-01', rule: 'spec-field-deprecated' },
    {
      reason: 'the release that says so is a day late',
      today: '2027-01-02',
      rule: 'spec-field-deprecated-at-short-notice',
    },
  ])('that is new must leave people time: $reason', ({ today, rule }) => {
    expect(onDay(today, plain, withSunset('2027-04-01')).map(([, id]) => id)).toEqual([rule]);
  });
});

describe('a change of a fact', () => {
  const environment = (cloud: object): Contract => ({
    ...sampleContract,
    environment: object({ cloud: optional(object({ region: text, ...cloud }, { description: 'C.' })) }),
  });

  it('names the APIs and targets that read it', () => {
    const [required, ...others] = environmentFindings(
      environment({}),
      environment({ network: text }),
      on('2027-06-01'),
    );
    expect(others).toEqual([]);
    expect(required).toMatchObject({
      rule: 'environment-required-field-added',
      severity: 'breaking',
      place: 'environment cloud.network',
      message:
        'Environment cloud.network is new and required: every claim that needs it waits until environments have it (read by Widget on cloud, Widget on local).',
    });
  });
});

describe('a change of versions', () => {
  it('says that the old one is served on, and what Crossplane refuses', () => {
    const widget = (version: string, alsoServed: readonly string[]) => ({
      ...sampleContract,
      apis: {
        Widget: {
          reads: {},
          definition: api({
            kind: 'Widget',
            description: 'A widget.',
            targets: ['local'],
            version,
            alsoServed,
            spec: object({}),
            recorded: object({}),
            status: object({}),
            secret: {},
          }),
        },
      },
    });
    const findings = compareContracts(widget('v1alpha1', []), widget('v1beta1', ['v1alpha1']), on('2027-06-01'));
    expect(findings.map(({ rule }) => rule)).toEqual(['version-added', 'storage-version-changed']);
  });

  it.each([
    { old: '>=v2.4.0', now: '>=v2.4.0, <v3.0.0', change: 'narrower' },
    { old: '>= v2.4.0', now: '>=2.4.0', change: 'same' },
    { old: '>v2.4.0', now: '>=v2.4.0', change: 'wider' },
    { old: '>=v2.4.0 <=v2.9.0', now: '>=v2.5.0 <=v2.9.1', change: 'other' },
    { old: 'v2.4.0', now: '>=v2.4.0', change: 'wider' },
    { old: '>=v2.4.0', now: '>=v2.4.0 || >=v1.20.0', change: 'other' },
    { old: '>=v2.10.0', now: '>=v2.9.0', change: 'wider' },
    { old: '>=v2.4.0-rc.1', now: '>=v2.4.0', change: 'other' },
  ])('of Crossplane from $old to $now accepts: $change', ({ old, now, change }) => {
    expect(rangeChange(old, now)).toBe(change);
  });
});
