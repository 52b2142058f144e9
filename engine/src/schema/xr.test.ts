import { describe, expect, it } from 'vitest';
import {
  api,
  check,
  connectionSecret,
  integer,
  object,
  optional,
  string,
  toStructural,
  xrSchema,
  type Flavour,
} from './index.ts';

const widget = api({
  kind: 'Widget',
  description: 'A widget.',
  targets: ['local'],
  spec: object({ turns: optional(integer('Turns.')), connectionSecret: connectionSecret({ host: 'The host.' }) }),
  recorded: object({ version: string('Version.', { maxLength: 8 }) }),
  status: object({ endpoint: string('Endpoint.', { maxLength: 99 }) }),
  secret: { host: 'The host.' },
});
const minimal = api({
  ...widget,
  kind: 'Silence',
  plural: 'silences',
  singular: 'silence',
  columns: [],
  secret: {},
  spec: object({}),
  recorded: object({}),
});
const claim = (changes: object = {}) => ({
  apiVersion: 'example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'w' },
  spec: {},
  ...changes,
});
/** The issues of the fields. The issue at the root, that rules were skipped, is tested with the rules. */
const judge = (value: unknown, flavour?: Flavour) =>
  check(xrSchema(widget, flavour), value)
    .filter(({ path }) => path !== '')
    .map(({ path, message }) => `${path}: ${message}`);

describe('the schema of a whole object', () => {
  it('is built once per API and flavour', () => {
    expect(xrSchema(widget)).toBe(xrSchema(widget));
    expect(xrSchema(widget, 'claims')).not.toBe(xrSchema(widget, 'namespaced'));
  });

  it('has a status without required fields, with the fields of the engine', () => {
    const { properties } = toStructural(xrSchema(widget));
    expect(Object.keys(properties?.['status']?.properties ?? {})).toEqual([
      'endpoint',
      'recorded',
      'target',
      'platformVersion',
      'connectionSecretRef',
    ]);
    expect(properties?.['status']).not.toHaveProperty('required');
    expect(properties?.['status']?.properties?.['recorded']).not.toHaveProperty('required');
    expect(properties?.['spec']?.properties).not.toHaveProperty('crossplane');
  });

  it('leaves out the parts that an API does not have', () => {
    const { properties } = toStructural(xrSchema(minimal));
    expect(Object.keys(properties?.['status']?.properties ?? {})).toEqual(['endpoint', 'target', 'platformVersion']);
  });

  it.each([
    ['a claim as developers write it', claim(), undefined, []],
    [
      'in the namespaced flavour, the fields of Crossplane',
      claim({ spec: { crossplane: { compositionRef: { name: 'c' } } } }),
      'namespaced',
      [],
    ],
    [
      'in the claims flavour, the fields of a Claim',
      claim({ spec: { compositionRef: { name: 'c' }, resourceRef: { apiVersion: 'a', kind: 'b', name: 'c' } } }),
      'claims',
      [],
    ],
    [
      'fields of the other flavour',
      claim({ spec: { compositionRef: {} } }),
      'namespaced',
      ['spec.compositionRef: unknown field "spec.compositionRef"'],
    ],
    [
      'conditions as Crossplane writes them',
      claim({ status: { conditions: [{ type: 'Ready', status: 'True', reason: 'x', lastTransitionTime: 'x' }] } }),
      'namespaced',
      [
        'status.conditions[0].lastTransitionTime: Invalid value: "x": status.conditions[0].lastTransitionTime in body must be of type date-time: "x"',
      ],
    ],
    [
      'a missing spec',
      { apiVersion: 'a/v1', kind: 'Widget', metadata: { name: 'w' } },
      undefined,
      ['spec: Required value'],
    ],
    ['an unknown field', claim({ spce: {} }), undefined, ['spce: unknown field "spce", did you mean "spec"?']],
  ] satisfies [string, unknown, Flavour | undefined, string[]][])('judges %s', (_, value, flavour, expected) => {
    expect(judge(value, flavour)).toEqual(expected);
  });
});

describe('metadata', () => {
  it.each([
    [{ name: 'w', namespace: 'team-a', labels: { 'a.io/b': 'c' }, annotations: { A: 'any text' } }, []],
    [{ generateName: 'w-' }, []],
    [{}, ['metadata.name: Required value: name or generateName is required']],
    [
      { name: 'W' },
      [
        `metadata.name: Invalid value: "W": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
      ],
    ],
    [{ name: 'w'.repeat(64) }, ['metadata.name: Too long: may not be more than 63 bytes']],
    [{ name: 'w', namespace: 'a.b' }, ['metadata.namespace: Invalid value: "a.b": must not contain dots']],
    [
      { name: 'w', labels: { 'a/b/c': 'x' } },
      [
        `metadata.labels: Invalid value: "a/b/c": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
      ],
    ],
    [
      { name: 'w', labels: { a: 5 } },
      ['metadata.labels.a: Invalid value: "integer": metadata.labels.a in body must be of type string: "integer"'],
    ],
    [{ name: 'w', nmae: 'x' }, ['metadata.nmae: unknown field "metadata.nmae", did you mean "name"?']],
    [
      { name: 'w', ownerReferences: 'me' },
      [
        'metadata.ownerReferences: Invalid value: "string": metadata.ownerReferences in body must be of type array: "string"',
      ],
    ],
    [
      { name: 'w', ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: '', uid: 'u' }] },
      [
        'metadata.ownerReferences[0].name: Invalid value: "": metadata.ownerReferences[0].name in body should be at least 1 chars long',
      ],
    ],
    [
      { name: 'w', ownerReferences: [{ kind: 'ConfigMap', name: 'a', uid: 'u', contoller: true }] },
      [
        'metadata.ownerReferences[0].contoller: unknown field "metadata.ownerReferences[0].contoller", did you mean "controller"?',
        'metadata.ownerReferences[0].apiVersion: Required value',
      ],
    ],
    [
      {
        name: 'w',
        ownerReferences: ['a', 'b'].map((name) => ({
          apiVersion: 'v1',
          kind: 'Pod',
          name,
          uid: name,
          controller: true,
        })),
      },
      ['metadata.ownerReferences: Invalid value: "array": only one reference can have controller: true'],
    ],
    [
      { name: 'w', finalizers: ['a b'] },
      [expect.stringMatching(/^metadata\.finalizers\[0\]: Invalid value: "a b": name part must consist of/)],
    ],
    [
      { name: 'w', generation: 'two', creationTimestamp: 'yesterday', uid: 5 },
      [
        expect.stringMatching(/^metadata\.uid: .*must be of type string/),
        expect.stringMatching(/^metadata\.generation: .*must be of type integer/),
        expect.stringMatching(/^metadata\.creationTimestamp: .*must be of type date-time/),
      ],
    ],
    [
      {
        name: 'w',
        creationTimestamp: null,
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', controller: true }],
        finalizers: ['example.org/x'],
        managedFields: [{ manager: 'kubectl' }],
        resourceVersion: '5',
      },
      [],
    ],
    [
      { name: 'w', annotations: { a: 'x'.repeat(262144) } },
      ['metadata.annotations: Too long: may not be more than 262144 bytes'],
    ],
  ])('%#: %j', (metadata, expected) => {
    expect(judge(claim({ metadata }))).toEqual(expected);
  });
});
