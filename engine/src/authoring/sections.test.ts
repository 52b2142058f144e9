import { describe, expect, expectTypeOf, test } from 'vitest';
import { type OptionalSection, sectionAt, type WithSections, withoutSections } from './sections.ts';

interface Facts {
  readonly name: string;
  readonly cloud?: { readonly region: string; readonly cache?: { readonly nodes: number } };
  readonly labels?: Record<string, string>;
  readonly always: { readonly sometimes?: { readonly x: number } };
}

test('the sections that may be needed are those that may be absent, at two levels', () => {
  expectTypeOf<OptionalSection<Facts>>().toEqualTypeOf<'cloud' | 'labels' | 'cloud.cache' | 'always.sometimes'>();
});

test('a needed section is there, with the section that holds it', () => {
  type Served = WithSections<Facts, 'cloud.cache'>;
  expectTypeOf<Served['cloud']['cache']['nodes']>().toEqualTypeOf<number>();
  expectTypeOf<Served['cloud']['region']>().toEqualTypeOf<string>();
  expectTypeOf<WithSections<Facts, 'cloud'>['cloud']['cache']>().toEqualTypeOf<
    { readonly nodes: number } | undefined
  >();
});

describe('a section', () => {
  const facts = { name: 'dev', cloud: { region: 'x', cache: { nodes: 2 } }, nothing: null };

  test.each([
    { path: 'cloud', value: facts.cloud, reason: 'a section of the first level' },
    { path: 'cloud.cache', value: { nodes: 2 }, reason: 'a section in a section' },
    { path: 'cloud.queue', value: undefined, reason: 'not there' },
    { path: 'sky.cache', value: undefined, reason: 'nor what would hold it' },
    { path: 'nothing', value: undefined, reason: 'null says as much as nothing' },
    { path: 'constructor', value: undefined, reason: 'what every object inherits is no fact' },
  ])('at $path is found as written: $reason', ({ path, value }) => {
    expect(sectionAt(facts, path)).toEqual(value);
  });

  test('is taken out without touching what stays', () => {
    expect(withoutSections(facts, ['cloud.cache', 'nothing'])).toEqual({ name: 'dev', cloud: { region: 'x' } });
    expect(withoutSections(facts, ['sky', 'cloud.queue'])).toBe(facts);
    expect(facts.cloud.cache).toEqual({ nodes: 2 });
  });
});
