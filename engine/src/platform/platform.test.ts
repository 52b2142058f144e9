import { describe, expect, expectTypeOf, it } from 'vitest';
import { UserError } from '../errors.ts';
import { functionsOf } from './functions-of.ts';
import { perTarget } from './package.ts';
import { type Apis, platform, type PlatformDefinition } from './platform.ts';
import { api } from '../schema/index.ts';
import { apis, functions, widget } from '../testing/widget.ts';

const compositions = async () => ({ compositions: { widget: () => undefined } });
const toys = {
  name: 'toys',
  group: 'toys.example.org',
  registry: 'registry.example.org/toys',
  crossplane: '>=v2.4.0',
  version: '1.2.3',
  apis,
  compositions,
  functions: async () => ({ functions }),
  packages: perTarget('toys', ['local', 'cloud']),
} satisfies PlatformDefinition<typeof apis>;

/** A platform as plain JavaScript could give it. */
const untyped = (changes: object) => () => platform({ ...toys, ...changes } as unknown as PlatformDefinition<Apis>);
const kindOf = (kind: string, more: object = {}) =>
  api({ ...widget, kind, plural: `${kind.toLowerCase()}s`, singular: kind.toLowerCase(), columns: [], ...more });

describe('platform', () => {
  it('has a package for each target and flavour, and a Function of its version', () => {
    const { packages, functionRepository, functionName } = platform(toys);
    expect(packages).toEqual([
      { name: 'toys-local', apis: ['widget'], targets: ['local'], flavour: 'namespaced' },
      { name: 'toys-local-claims', apis: ['widget'], targets: ['local'], flavour: 'claims' },
      { name: 'toys-cloud', apis: ['widget'], targets: ['cloud'], flavour: 'namespaced' },
      { name: 'toys-cloud-claims', apis: ['widget'], targets: ['cloud'], flavour: 'claims' },
    ]);
    expect(functionRepository).toBe('registry.example.org/toys/toys-functions-1-2-3');
    expect(functionName).toBe('toys-toys-functions-1-2-3');
  });

  it('puts into a package the APIs that have one of its targets, or those it names', () => {
    const gadget = kindOf('Gadget', { targets: ['cloud'] });
    const { packages } = untyped({
      apis: { widget, gadget },
      packages: [
        { name: 'all', targets: ['local', 'cloud'], flavour: 'namespaced' },
        { name: 'local', targets: ['local'], flavour: 'namespaced' },
        { name: 'gadgets', apis: ['gadget'], targets: ['cloud'], flavour: 'namespaced' },
      ],
    })();
    expect(packages.map((each) => each.apis)).toEqual([['widget', 'gadget'], ['widget'], ['gadget']]);
  });

  it.each([
    { changes: { name: 'To ys' }, says: 'name "To ys"', reason: 'it names an EnvironmentConfig' },
    { changes: { group: 'toys' }, says: 'group "toys"', reason: 'a group without a dot is a built-in one' },
    {
      changes: { registry: 'localhost/toys' },
      says: 'registry "localhost/toys"',
      reason: 'Crossplane wants a dot in the host',
    },
    { changes: { registry: 'r.io/Toys' }, says: 'registry "r.io/Toys"', reason: 'repositories are in lower case' },
    {
      changes: { registry: 'https://r.io/toys' },
      says: 'registry "https://r.io/toys"',
      reason: 'a reference has no scheme',
    },
    { changes: { crossplane: 'any' }, says: 'crossplane "any"', reason: 'Crossplane could not parse it' },
    { changes: { version: 'v1.2.3' }, says: 'version "v1.2.3"', reason: 'the v belongs to the tag' },
    { changes: { version: '1.2' }, says: 'version "1.2"', reason: 'Crossplane looks for three parts' },
    { changes: { version: '1.2.3+a' }, says: 'version "1.2.3+a"', reason: 'no tag and no label holds a plus' },
    { changes: { base: 'gcr.io/x' }, says: 'base is neither', reason: 'an image is pinned by a layout and its digest' },
    { changes: { base: { folder: 'x' } }, says: 'base is neither', reason: 'a word that nobody reads' },
    { changes: { base: { layout: 'x' } }, says: 'base is neither', reason: 'a layout without digest is not pinned' },
    { changes: { compositions: {} }, says: 'compositions is not a function', reason: 'cdk8s is loaded on demand' },
    {
      changes: { functions: undefined },
      says: 'functions is not a function',
      reason: 'functions are loaded on demand',
    },
    { changes: { apis: {} }, says: 'no API', reason: 'nothing could be asked for' },
    {
      changes: { apis: { widget, xwidget: kindOf('XWidget') } },
      says: 'the kind XWidget',
      reason: 'the XR behind the claim of Widget is one',
    },
    {
      changes: { apis: { widget, gadget: kindOf('Gadget', { plural: 'widgets' }) } },
      says: 'the plural widgets',
      reason: 'one CRD cannot be two',
    },
    {
      changes: { apis: { a: kindOf('Ape', { shortNames: ['x'] }), b: kindOf('Bee', { shortNames: ['x'] }) } },
      says: 'the short name x',
      reason: 'Kubernetes gives it to one of them only',
    },
    {
      changes: { install: { local: {} } },
      says: "install is not a function such as () => import('./install/index.ts')",
      reason: 'cdk8s would be loaded by every command',
    },
    { changes: { packages: [] }, says: 'no package', reason: 'nothing would be built' },
    {
      changes: { packages: [...toys.packages, ...perTarget('toys', ['local'])] },
      says: 'the name toys-local',
      reason: 'packages are told apart by name',
    },
    {
      changes: { packages: perTarget('toys', ['moon']) },
      says: 'the target "moon"',
      reason: 'nobody answers there',
    },
    {
      changes: { packages: [{ name: 'p', apis: ['wigdet'], targets: ['local'], flavour: 'namespaced' }] },
      says: 'the API "wigdet"',
      reason: 'it is not approved',
    },
    {
      changes: { packages: [{ name: 'p', targets: [], flavour: 'namespaced' }] },
      says: 'has no target',
      reason: 'nothing would answer',
    },
    {
      changes: { packages: [{ name: 'p', targets: ['local'], flavour: 'claim' }] },
      says: '"namespaced" nor "claims"',
      reason: 'there are two',
    },
    {
      changes: { packages: [{ name: 'toys-functions-1-2-3', targets: ['local'], flavour: 'namespaced' }] },
      says: "the Function's repository",
      reason: 'it would be overwritten',
    },
  ])('is refused with $says: $reason', ({ changes, says }) => {
    expect(untyped(changes)).toThrow(UserError);
    expect(untyped(changes)).toThrow(says);
  });

  it('is refused with everything that is wrong at once', () => {
    expect(untyped({ name: '', group: '', version: '' })).toThrow(/name "".*; group "".*; version ""/);
  });

  it('knows targets, APIs, functions and compositions by type', () => {
    type Definition = PlatformDefinition<typeof apis>;
    type Target = Definition['packages'][number]['targets'][number];
    expectTypeOf<Target>().toEqualTypeOf<'local' | 'cloud'>();
    expectTypeOf<NonNullable<Definition['packages'][number]['apis']>[number]>().toEqualTypeOf<'widget'>();
    expectTypeOf<keyof Awaited<ReturnType<Definition['functions']>>['functions']>().toEqualTypeOf<'widget'>();
    expectTypeOf<keyof Awaited<ReturnType<Definition['compositions']>>['compositions']>().toEqualTypeOf<'widget'>();
  });
});

describe('the functions of a platform', () => {
  const { local } = functions.widget.targets;
  it.each([
    { given: {}, says: 'widget for local, cloud', reason: 'an API without a function' },
    {
      given: { widget: { ...functions.widget, targets: { local } } },
      says: 'widget for cloud',
      reason: 'a target without one',
    },
    { given: undefined, says: 'widget for local, cloud', reason: 'a file that exports something else' },
  ])('are refused: $reason', async ({ given, says }) => {
    const loaded = functionsOf(untyped({ functions: async () => ({ functions: given }) })());
    await expect(loaded).rejects.toThrow(UserError);
    await expect(loaded).rejects.toThrow(says);
  });

  it('are told by file and line where they cannot be loaded', async () => {
    const loaded = functionsOf(untyped({ functions: () => import('./testing/nothing.ts' as string) })());
    await expect(loaded).rejects.toThrow(/^cannot load the functions: .*nothing\.ts/);
  });
});
