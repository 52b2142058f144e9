import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  api,
  defaulted,
  nullable,
  object,
  optional,
  string,
  toStructural,
  xrSchema,
  type AnyApi,
} from '../schema/index.ts';
import { widget } from '../testing/widget.ts';
import { sortKeys } from './sort-keys.ts';
import { XRD, type XRDProps } from './xrd.ts';

const garden = api({
  kind: 'Garden',
  shortNames: ['gd'],
  categories: ['platform'],
  scope: 'Cluster',
  description: 'A garden.',
  targets: ['local'],
  spec: object({ gardener: string('Who tends it.', { maxLength: 40 }) }),
  recorded: object({}),
  status: object({}),
  secret: {},
  columns: [{ name: 'GARDENER', jsonPath: '.spec.gardener' }],
});

interface SynthesisedXrd {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
  readonly spec: {
    readonly [field: string]: unknown;
    readonly versions: [
      {
        additionalPrinterColumns: unknown[];
        schema: { openAPIV3Schema: { properties: { spec: { properties: Record<string, unknown> } } } };
      },
    ];
  };
}

function xrd(of: AnyApi, flavour: XRDProps['context']['flavour'], change?: (xrd: XRD) => void): SynthesisedXrd {
  const chart = Testing.chart();
  const context = { group: 'toys.example.org', flavour };
  const built = new XRD(chart, 'xrd', { api: of, defaultTarget: 'local', context });
  change?.(built);
  return (Testing.synth(chart) as [SynthesisedXrd])[0];
}

describe('an XRD', () => {
  it('is v2 in the namespaced flavour, with the short names for developers', () => {
    expect(xrd(widget, 'namespaced')).toEqual({
      apiVersion: 'apiextensions.crossplane.io/v2',
      kind: 'CompositeResourceDefinition',
      metadata: { name: 'widgets.toys.example.org' },
      spec: {
        group: 'toys.example.org',
        scope: 'Namespaced',
        names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
        defaultCompositionRef: { name: 'widgets-local' },
        versions: [
          {
            name: 'v1alpha1',
            served: true,
            referenceable: true,
            additionalPrinterColumns: [],
            schema: { openAPIV3Schema: toStructural(xrSchema(widget)) },
          },
        ],
      },
    });
  });

  it('is v1 behind claims, with names that differ from the claim in every field that Crossplane compares', () => {
    const { apiVersion, metadata, spec } = xrd(widget, 'claims');
    expect({ apiVersion, metadata }).toEqual({
      apiVersion: 'apiextensions.crossplane.io/v1',
      metadata: { name: 'xwidgets.toys.example.org' },
    });
    expect(spec['scope']).toBe('LegacyCluster');
    expect(spec['claimNames']).toEqual({ kind: 'Widget', plural: 'widgets', singular: 'widget' });
    expect(spec['names']).toEqual({ kind: 'XWidget', plural: 'xwidgets', singular: 'xwidget' });
    expect(spec.versions).toEqual(xrd(widget, 'namespaced').spec.versions);
    expect(spec['defaultCompositionRef']).toEqual({ name: 'widgets-local' });
  });

  it.each(['namespaced', 'claims'] as const)('of a cluster-scoped API is the same v2 in the %s flavour', (flavour) => {
    const { apiVersion, spec } = xrd(garden, flavour);
    expect(apiVersion).toBe('apiextensions.crossplane.io/v2');
    expect(spec['scope']).toBe('Cluster');
    expect(spec['claimNames']).toBeUndefined();
    expect(spec['names']).toEqual({
      kind: 'Garden',
      plural: 'gardens',
      singular: 'garden',
      shortNames: ['gd'],
      categories: ['platform'],
    });
  });

  it('lets the API server warn whoever uses a deprecated version', () => {
    const end = { instead: 'v1beta1', since: '2027-01-01', sunset: '2027-06-30' };
    const { versions } = xrd(
      { ...garden, alsoServed: ['v1beta1'], deprecatedVersions: { v1alpha1: end } },
      'claims',
    ).spec;
    expect(versions).toMatchObject([
      {
        name: 'v1alpha1',
        deprecated: true,
        deprecationWarning:
          'v1alpha1 Garden is deprecated since 2027-01-01: use v1beta1; it works at least until 2027-06-30',
      },
      { name: 'v1beta1' },
    ]);
    expect(versions[1 as 0]).not.toHaveProperty('deprecated');
  });

  it('shows the columns of the API', () => {
    const [column] = xrd(garden, 'namespaced').spec.versions[0].additionalPrinterColumns;
    expect(column).toMatchObject({ name: 'GARDENER', jsonPath: '.spec.gardener', type: 'string' });
  });

  it('accepts JSON patches like any other object of cdk8s', () => {
    const patched = xrd(widget, 'namespaced', (definition) =>
      definition.addJsonPatch(JsonPatch.add('/spec/defaultCompositionUpdatePolicy', 'Manual')),
    );
    expect(patched.spec['defaultCompositionUpdatePolicy']).toBe('Manual');
  });

  it('has the bytes of the serializer of cdk8s', () => {
    const mine = xrd(garden, 'claims');
    const chart = new Chart(new App(), 'other');
    const { metadata, ...rest } = mine;
    new ApiObject(chart, 'theirs', { ...rest, metadata, apiVersion: mine.apiVersion, kind: mine.kind });
    expect(JSON.stringify(mine)).toBe(JSON.stringify(Testing.synth(chart)[0]));
  });

  it('keeps a default of null, which the serializer of cdk8s would drop', () => {
    const silent = api({
      ...garden,
      kind: 'Silence',
      plural: 'silences',
      singular: 'silence',
      spec: object({
        word: defaulted(
          object({ word: optional(nullable(string('A word.', { maxLength: 9 }))) }, { description: 'Words.' }),
          { word: null },
        ),
      }),
      columns: [],
    });
    const { spec } = xrd(silent, 'namespaced');
    expect(spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.word).toHaveProperty('default', {
      word: null,
    });
  });
});

describe('sortKeys', () => {
  it('sorts the keys of every object, keeps lists and null, and drops undefined', () => {
    const sorted = sortKeys({ b: [{ d: 1, c: null }], a: undefined, B: 2 });
    expect(JSON.stringify(sorted)).toBe('{"B":2,"b":[{"c":null,"d":1}]}');
  });
});
