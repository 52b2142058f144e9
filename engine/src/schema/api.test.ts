import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import {
  api,
  array,
  connectionSecret,
  defaulted,
  deprecated,
  integer,
  object,
  oneOf,
  optional,
  string,
  type ApiDefinition,
  xrKind,
  xrPlural,
  xrSingular,
} from './index.ts';

const keys = { host: 'The host.', port: 'The port.' };

const widget = {
  kind: 'Widget',
  description: 'A widget that turns.',
  targets: ['local', 'aws'],
  spec: object({
    size: defaulted(oneOf('How big it is.', ['small', 'large']), 'small'),
    turns: optional(integer('How often it turns.')),
    connectionSecret: connectionSecret(keys),
  }),
  recorded: object({ version: string('Version in use.', { maxLength: 8 }) }),
  status: object({
    endpoint: string('Host and port.', { maxLength: 99 }),
    since: string('When.', { format: 'date-time' }),
  }),
  secret: keys,
} as const;
const text = string('T.', { maxLength: 9 });
const make = (changes: Partial<ApiDefinition>) => api({ ...widget, ...changes } as never);

const end = (sunset: string) => ({ instead: 'spec.turns', since: '2027-01-01', sunset });
const fields = { turns: optional(integer('How often it turns.')), connectionSecret: connectionSecret(keys) };
const withSunset = (sunset: string) => object({ ...fields, old: optional(deprecated(text, end(sunset))) });

describe('a deprecation of an API', () => {
  it.each([
    { versions: ['v1alpha1'], least: '2027-01-01', reason: 'alpha promises no time' },
    { versions: ['v1alpha1', 'v1beta1'], least: '2027-04-01', reason: 'the fields of beta are those of alpha' },
    { versions: ['v1alpha1', 'v1beta1', 'v1'], least: '2028-01-01', reason: 'a stable version promises a year' },
    { versions: ['v2beta3'], least: '2027-04-01', reason: 'a later beta is one, too' },
  ])('of $versions has its sunset on $least or later: $reason', ({ versions: [version, ...alsoServed], least }) => {
    const served = { version: version ?? '', alsoServed };
    expect(make({ ...served, spec: withSunset(least) }).version).toBe(version);
    const dayBefore = new Date(Date.parse(least) - 86_400_000).toISOString().slice(0, 10);
    expect(() => make({ ...served, spec: withSunset(dayBefore) })).toThrow(/spec\.old: .*its sunset/);
  });

  it.each([
    {
      changes: { deprecatedVersions: { v1: end('2028-01-01') } },
      says: /v1: is not served: the versions are v1alpha1/,
    },
    {
      changes: { alsoServed: ['v1beta1'], deprecatedVersions: { v1beta1: end('2027-04-01') } },
      says: /deprecatedVersions\.v1beta1: has no version to go to/,
    },
    {
      changes: { version: 'v1beta1', alsoServed: ['v1'], deprecatedVersions: { v1beta1: end('2027-03-31') } },
      says: /less than 90 days after 2027-01-01/,
    },
    {
      changes: {
        alsoServed: ['v1'],
        deprecatedVersions: { v1alpha1: { ...end('2027-04-01'), instead: 'x'.repeat(200) } },
      },
      says: /256 characters/,
    },
  ])('is refused as $says', ({ changes, says }) => {
    expect(() => make(changes)).toThrow(says);
  });

  it('may end an alpha version at once if a better one is there', () => {
    const deprecatedVersions = { v1alpha1: end('2027-01-01') };
    expect(make({ alsoServed: ['v1beta1'], deprecatedVersions }).deprecatedVersions).toEqual(deprecatedVersions);
  });
});

describe('an API', () => {
  it('has default names', () => {
    expect(api(widget)).toMatchObject({
      plural: 'widgets',
      singular: 'widget',
      version: 'v1alpha1',
      scope: 'Namespaced',
    });
  });

  it.each([
    ['ResiliencyPolicy', 'resiliencypolicies'],
    ['Gateway', 'gateways'],
    ['Box', 'boxes'],
    ['Address', 'addresses'],
    ['Branch', 'branches'],
  ])('has the English plural of %s', (kind, plural) => {
    expect(make({ kind }).plural).toBe(plural);
  });

  it('names the XR behind a claim', () => {
    const complete = api(widget);
    expect([xrKind(complete, 'claims'), xrPlural(complete, 'claims'), xrSingular(complete, 'claims')]).toEqual([
      'XWidget',
      'xwidgets',
      'xwidget',
    ]);
    expect([xrKind(complete, 'namespaced'), xrPlural(complete, 'namespaced')]).toEqual(['Widget', 'widgets']);
  });

  it('takes the type and description of a column from its field', () => {
    const columns = [
      { name: 'Size', jsonPath: '.spec.size' },
      { name: 'Turns', jsonPath: '.spec.turns', priority: 1 },
      { name: 'Since', jsonPath: '.status.since', type: 'date' as const },
      { name: 'Until', jsonPath: '.status.since' },
      { name: 'Version', jsonPath: '.status.recorded.version', description: 'Short.' },
    ];
    expect(api({ ...widget, columns }).columns).toEqual([
      { name: 'Size', jsonPath: '.spec.size', type: 'string', description: 'How big it is.', priority: 0 },
      { name: 'Turns', jsonPath: '.spec.turns', type: 'integer', description: 'How often it turns.', priority: 1 },
      { name: 'Since', jsonPath: '.status.since', type: 'date', description: 'When.', priority: 0 },
      { name: 'Until', jsonPath: '.status.since', type: 'string', description: 'When.', priority: 0 },
      { name: 'Version', jsonPath: '.status.recorded.version', type: 'string', description: 'Short.', priority: 0 },
    ]);
  });

  it('is frozen plain data', () => {
    const complete = api(widget);
    expect(Object.isFrozen(complete) && Object.isFrozen(complete.targets) && Object.isFrozen(complete.spec)).toBe(true);
    expect(structuredClone(complete)).toEqual(complete);
  });

  it('may have rules on the whole object, which can read its name', () => {
    expect(() => make({ rules: [{ rule: 'self.metadata.name.size() <= 20', message: 'short names' }] })).not.toThrow();
    expect(() => make({ rules: [{ rule: 'self.metadata.nmae == self.kind', message: 'm' }] })).toThrow(
      /No such key: nmae/,
    );
  });
});

describe('an API is refused', () => {
  it.each([
    [{ kind: 'widget' }, /kind: "widget" should be in CamelCase/],
    [{ kind: 'Deadbeef' }, /kind: "Deadbeef" looks like the hash at the end of a resource name/],
    [{ kind: 'WidgetList' }, /ends in List/],
    [{ kind: 'W'.repeat(59) }, /kind: .*no more than 58 characters/],
    [{ plural: 'w'.repeat(58), targets: ['local', 'azure'] }, /targets: "azure" .* has 64 characters/],
    [{ plural: 'Widgets' }, /plural: "Widgets" .*DNS-1035 label/],
    [{ plural: 'widget' }, /plural: "widget" is the singular as well/],
    [{ shortNames: ['svc'] }, /shortNames: "svc" is the short name of a kind of Kubernetes/],
    [{ shortNames: ['w', 'w'] }, /shortNames: "w" is there twice/],
    [{ shortNames: ['widgets'] }, /is the plural or singular already/],
    [{ categories: ['claim'] }, /categories: "claim" is added by Crossplane/],
    [{ version: '1' }, /version: "1" is not a version/],
    [{ alsoServed: ['2'] }, /alsoServed: "2" is not a version/],
    [{ alsoServed: ['v1alpha1'] }, /alsoServed: "v1alpha1" is the version already/],
    [{ description: ' ' }, /description: says nothing/],
    [{ description: undefined as never }, /description: says nothing/],
    [{ targets: [] as never }, /targets: is empty/],
    [{ targets: ['aws', 'aws'] }, /targets: names "aws" twice/],
    [{ targets: ['A W S'] }, /targets: "A W S" is not a name/],
    [
      { spec: object({ compositionRef: optional(text), connectionSecret: connectionSecret(keys) }) },
      /spec\.compositionRef: is a name that Crossplane/,
    ],
    [
      { spec: object({ crossplane: optional(text), connectionSecret: connectionSecret(keys) }) },
      /spec\.crossplane: is a name/,
    ],
    [{ status: object({ conditions: text }) }, /status\.conditions: is a name/],
    [{ status: object({ target: text }) }, /status\.target: is a name/],
    [
      { status: object({ endpoint: defaulted(text, 'x') }) },
      /status\.endpoint: has a default, but only the function writes/,
    ],
    [{ recorded: object({ v: defaulted(text, 'x') }) }, /recorded\.v: has a default/],
    [
      { recorded: object({ v: text }, { rules: [{ rule: "self.v != ''", message: 'm' }] }) },
      /recorded: has rules at its root/,
    ],
    [{ secret: { host: 'The host.' } }, /secret: promises host, but spec\.connectionSecret is for host, port/],
    [{ secret: { host: 'The host.', port: ' ' } }, /secret\.port: says nothing/],
    [{ secret: {} }, /secret: is empty, but the spec has the field connectionSecret/],
    [{ spec: object({ x: text }) }, /secret: promises keys, but the spec has no field connectionSecret/],
    [
      { spec: object({ deletion: optional(text), connectionSecret: connectionSecret(keys) }) },
      /status\.effective: lacks deletion/,
    ],
    [{ secret: { host: 'The host.', 'po rt': 'The port.' } }, /secret: "po rt" is not a key of a Secret/],
    [
      { columns: [{ name: 'Size', jsonPath: '.spec.siez' }] },
      /columns\[0\]: jsonPath "\.spec\.siez" is not a single value/,
    ],
    [{ columns: [{ name: 'Secret', jsonPath: '.spec.connectionSecret' }] }, /is not a single value/],
    [{ columns: [{ name: 'Ready', jsonPath: '.spec.size' }] }, /name "Ready" is used by Crossplane or kubectl/],
    [
      {
        columns: [
          { name: 'Size', jsonPath: '.spec.size' },
          { name: 'SIZE', jsonPath: '.spec.turns' },
        ],
      },
      /columns\[1\]: name "SIZE" is there twice/,
    ],
    [
      { spec: object({ storageGb: integer('S.'), connectionSecret: connectionSecret(keys) }) },
      /"storageGb" should be "storageGB"/,
    ],
    [{ spec: object({ x: string('X.') }) }, /spec\.x: has no maxLength/],
    [
      { spec: object({ turns: integer('How often RDS turns it.') }) },
      /spec\.turns: says "rds", which is a provider's word/,
    ],
    [{ description: 'A widget in Azure.' }, /description: says "azure"/],
    [{ spec: object({ engine: oneOf('Which.', ['plain', 'dynamodb']) }) }, /spec\.engine: says "dynamodb"/],
    [{ spec: object({ gcpZones: integer('Zones.') }) }, /spec\.gcpZones: is named after a provider's word, "gcp"/],
    [{ status: object({ iamRole: text }) }, /status\.iamRole: is named after a provider's word/],
    [
      { spec: object({ subnetIDs: array('S.', text, { maxItems: 3 }) }) },
      /spec\.subnetIDs: asks the developer for a fact/,
    ],
    [
      { spec: object({ place: object({ region: text }, { description: 'P.' }) }) },
      /spec\.place\.region: asks the developer for a fact of the environment, the region: /,
    ],
  ] satisfies [Partial<ApiDefinition>, RegExp][])('%#', (changes, message) => {
    expect(() => make(changes)).toThrow(UserError);
    expect(() => make(changes)).toThrow(message);
  });

  it.each([
    { name: 'dynamoTable', says: /provider's word, "dynamo"/, reason: 'short for a service of one cloud' },
    { name: 'cosmosMode', says: /provider's word, "cosmos"/, reason: 'short for a service of one cloud' },
    { name: 'outSQS', says: /provider's word, "sqs"/, reason: 'a service of one cloud' },
    { name: 'kafkaGroup', says: /after software, "kafka"/, reason: 'other brokers have no consumer groups' },
    { name: 'redisFlags', says: /after software, "redis"/, reason: 'a managed cache takes none' },
    { name: 's3Prefix', says: /after software, "s3"/, reason: 'other stores use another name' },
    { name: 'toS3Prefix', says: /after software, "s3"/, reason: 'a digit belongs to the word before it' },
    { name: 'instanceType', says: /fact of the environment, the instancetype/, reason: 'each cloud has its own' },
    { name: 'machineTypes', says: /fact of the environment, the machinetype/, reason: 'each cloud has its own' },
    { name: 'storageClass', says: /fact of the environment, the storageclass/, reason: 'its final s is no plural' },
    {
      name: 'storageClassName',
      says: /fact of the environment, the storageclass/,
      reason: 'a suffix does not change the fact',
    },
    { name: 'costCentre', says: /fact of the environment, the costcentre/, reason: 'a tag of the environment' },
  ])('if its spec has $name: $reason', ({ name, says }) => {
    expect(() => make({ spec: object({ [name]: text, connectionSecret: connectionSecret(keys) }) })).toThrow(says);
  });

  it.each([
    { spec: { backend: oneOf('Redis or else.', ['redis', 'postgres']) }, reason: 'a value may name a protocol' },
    { spec: { class: text, types: text, costs: text }, reason: 'a part of such a word is fine' },
    { status: { kafkaGroup: text, storageClass: text }, reason: 'the function may report the software behind a claim' },
  ])('but not if $reason', ({ spec = {}, status = {} }) => {
    const changes = { spec: object(spec), status: object(status), secret: {} };
    expect(() => make(changes)).not.toThrow();
  });

  it('if its rules are too expensive only together', () => {
    const rules = Array.from({ length: 15 }, (_, i) => ({
      rule: `self.all(a, self.all(b, a != b || ${i} > 1))`,
      message: 'm',
    }));
    const list = array('L.', string('S.', { maxLength: 25 }), { maxItems: 700, rules });
    const spec = object({ list, connectionSecret: connectionSecret(keys) });
    expect(() => make({ spec })).toThrow(
      /spec: has rules that together are too expensive for the API server, 1\.\d times/,
    );
  });

  it('with one error that lists all problems and names the API', () => {
    expect(() => make({ kind: 'widget', version: 'x' })).toThrow(
      /^cannot use this API widget, 2 things are wrong:\n {2}kind: .*\n {2}version: /,
    );
  });
});
