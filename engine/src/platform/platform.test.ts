import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { UserError } from '../errors.ts';
import type { Apis, PlatformDefinition } from './definition.ts';
import { perTarget } from './package.ts';
import { platform } from './platform.ts';
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

const { privateKey: privatePem, publicKey: publicPem } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
  publicKeyEncoding: { format: 'pem', type: 'spki' },
});
const signer = { name: 'release', issuer: 'https://issuer.example.org', subject: 'release' };

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
    expect(packages.map((declared) => declared.apis)).toEqual([['widget', 'gadget'], ['widget'], ['gadget']]);
  });

  it('offers each API on the targets of the packages that serve it, and on no other', () => {
    const { apis: offered } = untyped({
      apis: { widget, gadget: kindOf('Gadget') },
      packages: [
        { name: 'cloud', targets: ['cloud'], flavour: 'namespaced', apis: ['widget'] },
        { name: 'local', targets: ['local'], flavour: 'namespaced', apis: ['gadget'] },
      ],
    })();
    expect(Object.values(offered).map(({ targets }) => targets)).toEqual([['cloud'], ['local']]);
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
    {
      changes: { models: { sources: 'crds' } },
      says: 'models.sources is "crds", which is not a list of sources',
      reason: 'a text is a list of letters to JavaScript',
    },
    {
      changes: { models: { sources: ['crds', ''] } },
      says: 'models.sources is ["crds",""]',
      reason: 'no source is blank',
    },
    {
      changes: { models: { source: ['crds'] } },
      says: 'models has source, but knows only sources',
      reason: 'a misspelt setting',
    },
    {
      changes: { models: { descriptions: 'no' } },
      says: 'models.descriptions is "no"',
      reason: 'a text is true to JavaScript',
    },
    { changes: { version: 'v1.2.3' }, says: 'version "v1.2.3"', reason: 'the v belongs to the tag' },
    { changes: { version: '1.2' }, says: 'version "1.2"', reason: 'Crossplane looks for three parts' },
    { changes: { version: '1.2.3+a' }, says: 'version "1.2.3+a"', reason: 'no tag and no label holds a plus' },
    {
      changes: { schemas: 'schemas.example.org/platform' },
      says: 'schemas "schemas.example.org/platform" is not an address',
      reason: 'editors take a name without a scheme for a file',
    },
    {
      changes: { schemas: 'https://schemas.example.org/platform/' },
      says: 'schemas "https://schemas.example.org/platform/" is not an address',
      reason: 'no server knows an address with two slashes',
    },
    {
      changes: { schemas: 'https://schemas.example.org/a b' },
      says: 'schemas "https://schemas.example.org/a b" is not an address',
      reason: 'a line for editors ends at a blank',
    },
    {
      changes: { schemas: '../schemas' },
      says: 'schemas "../schemas" is not an address',
      reason: 'a path means something else beside each claim',
    },
    {
      changes: { channel: 'Stable channel' },
      says: 'channel "Stable channel" is not a word of lower-case letters',
      reason: 'it is the value of a label, and the word of a version',
    },
    {
      changes: { crossplaneAccount: 'crossplane' },
      says: 'crossplaneAccount "crossplane" is not the namespace and name of a ServiceAccount',
      reason: 'policies know an account by both',
    },
    {
      changes: { restorers: ['velero/velero', 'velero'] },
      says: 'restorers has "velero", which is not the namespace and name of a ServiceAccount',
      reason: 'the namespace is part of an account',
    },
    {
      changes: { restorers: ["velero/x' || true"] },
      says: 'restorers has',
      reason: 'the name becomes part of an expression',
    },
    {
      changes: { controllers: ['bricks/bricklayer', 'bricklayer'] },
      says: 'controllers has "bricklayer", which is not the namespace and name of a ServiceAccount',
      reason: 'an account of that name in another namespace is not trusted',
    },
    {
      changes: { signers: [{ name: 'Release', issuer: 'https://issuer.example.org', subject: 'release' }] },
      says: 'signers[0].name "Release": ',
      reason: 'the name becomes part of that of a Secret',
    },
    {
      changes: { signers: [signer, signer] },
      says: 'signers[1].name "release" is that of another signer',
      reason: 'Crossplane knows an authority by its name',
    },
    {
      changes: { signers: [{ name: 'release', issuer: 'https://issuer.example.org', subject: '' }] },
      says: 'signers[0] has neither a key nor both issuer and subject',
      reason: 'any workflow of the issuer could sign',
    },
    {
      changes: { signers: [{ ...signer, key: publicPem }] },
      says: 'signers[0] has a key beside an issuer or a subject',
      reason: 'it is unclear which of them has to sign',
    },
    {
      changes: { signers: [{ name: 'release', key: privatePem }] },
      says: 'signers[0].key is no public key in PEM',
      reason: 'a private key would be in every bundle',
    },
    { changes: { version: '0.1.0-0123456' }, says: 'no leading zeros', reason: 'Crossplane would not find the tag' },
    { changes: { version: '1.0.0-rc.01' }, says: 'no leading zeros', reason: 'not in a later part either' },
    { changes: { version: `${'9'.repeat(20)}.0.0` }, says: 'version "99', reason: 'Crossplane reads 64 bits' },
    { changes: { version: '1.0.0-a-' }, says: 'version "1.0.0-a-": a valid label', reason: 'it becomes a label' },
    {
      changes: { version: `1.0.0-${'a'.repeat(58)}` },
      says: 'must be no more than 63 bytes',
      reason: 'it becomes a label',
    },
    { changes: { name: 'a'.repeat(64) }, says: 'is not a DNS label', reason: 'it becomes a label' },
    { changes: { group: 'toys.k8s.io' }, says: 'belongs to Kubernetes', reason: 'the API server asks for an approval' },
    { changes: { group: 'kubernetes.io' }, says: 'belongs to Kubernetes', reason: 'likewise' },
    {
      changes: { registry: 'registry.example.org/1st' },
      says: 'the name "1st-toys-functions-1-2-3"',
      reason: 'a Service begins with a letter',
    },
    {
      changes: { registry: `registry.example.org/${'a'.repeat(50)}` },
      says: 'Crossplane cuts its name at 63',
      reason: 'two versions would have one name',
    },
    {
      changes: { packages: [{ name: 'p'.repeat(64), targets: ['local'], flavour: 'namespaced' }] },
      says: 'is not a DNS label',
      reason: 'Crossplane writes the name of a package into a label',
    },
    { changes: { base: 'gcr.io/x' }, says: 'base is neither', reason: 'an image is pinned by a layout and its digest' },
    { changes: { base: { folder: 'x' } }, says: 'base is neither', reason: 'an unknown field' },
    { changes: { base: { layout: 'x' } }, says: 'base is neither', reason: 'a layout without digest is not pinned' },
    {
      changes: { exporters: { plain: {} } },
      says: 'exporters.plain is not a function',
      reason: 'exporters are loaded on demand',
    },
    { changes: { compositions: {} }, says: 'compositions is not a function', reason: 'cdk8s is loaded on demand' },
    {
      changes: { functions: undefined },
      says: 'functions is not a function',
      reason: 'functions are loaded on demand',
    },
    { changes: { apis: {} }, says: 'no API', reason: 'there would be nothing to claim' },
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
      reason: 'names tell packages apart',
    },
    {
      changes: { packages: perTarget('toys', ['moon']) },
      says: 'the target "moon"',
      reason: 'no function composes there',
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

describe("a platform's own files", () => {
  const { local } = functions.widget.targets;
  const load = {
    functions: (value: unknown) => untyped({ functions: async () => ({ functions: value }) })().loadFunctions(),
    compositions: (value: unknown) =>
      untyped({ compositions: async () => ({ compositions: value }) })().loadCompositions(),
    exporters: (value: unknown) => untyped({ exporters: { plain: async () => value } })().loadExporter('plain'),
  };
  it.each([
    { what: 'functions', value: {}, says: 'widget is missing for local, cloud', reason: 'an API without a function' },
    {
      what: 'functions',
      value: { widget: { ...functions.widget, targets: { local } } },
      says: 'widget is missing for cloud',
      reason: 'a target without one',
    },
    {
      what: 'functions',
      value: undefined,
      says: 'there is no export `functions`',
      reason: 'a file that exports something else',
    },
    {
      what: 'functions',
      value: { widget: { targets: functions.widget.targets } },
      says: 'widget has no planner',
      reason: 'half a function',
    },
    {
      what: 'functions',
      value: { ...functions, again: functions.widget },
      says: 'two APIs have XRs of the kind Widget',
      reason: 'no handler could tell them apart',
    },
    {
      what: 'functions',
      value: { widget: { ...functions.widget, planner: { ...functions.widget.planner } } },
      says: 'target local of Widget was made for another planner',
      reason: 'its plans are of another type',
    },
    {
      what: 'compositions',
      value: { gadget: () => undefined },
      says: 'there is no API gadget',
      reason: 'a misspelt key',
    },
    {
      what: 'compositions',
      value: undefined,
      says: 'there is no export `compositions`',
      reason: 'a file that exports something else',
    },
    {
      what: 'exporters',
      value: {},
      says: 'there is no export `exporter`',
      reason: 'a file that exports something else',
    },
  ] as const)('$what are refused with $says: $reason', async ({ what, value, says }) => {
    const loaded = load[what](value);
    await expect(loaded).rejects.toThrow(UserError);
    await expect(loaded).rejects.toThrow(says);
  });

  it('are loaded once', async () => {
    let times = 0;
    const counted = untyped({ functions: async () => ({ functions, times: (times += 1) }) })();
    expect(await counted.loadFunctions()).toBe(await counted.loadFunctions());
    expect(times).toBe(1);
  });

  it('are reported by file and line if they cannot be loaded', async () => {
    const missing = untyped({ functions: () => import('./testing/nothing.ts' as string) })();
    await expect(missing.loadFunctions()).rejects.toThrow(/^cannot load the functions.*: .*nothing\.ts/);
  });

  it('are reached by no other way than the door that checks them', () => {
    const { functions, compositions, exporters } = untyped({ exporters: {} })() as unknown as Record<string, unknown>;
    expect([functions, compositions, exporters]).toEqual([undefined, undefined, undefined]);
  });
});
