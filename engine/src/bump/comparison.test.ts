import { describe, expect, it } from 'vitest';
import type { Settled } from '../compare/behaviour/settled.ts';
import { UserError } from '../errors.ts';
import type { JsonSchema } from '../models/json-schema.ts';
import { kindsOf } from '../models/document.ts';
import { toyDocument, type ToyCrd, toySchema } from '../models/testing/toy-crd.ts';
import { bumpComparison } from './comparison.ts';
import { comparedKinds, type KindFacts } from './kinds.ts';

const widget: KindFacts = { apiVersion: 'toy.example.org/v1', kind: 'Widget', plural: 'widgets', namespaced: true };
const spec = (properties: JsonSchema['properties'] = {}): JsonSchema => toySchema({ type: 'object', properties });
const text: JsonSchema = { type: 'string' };
const oldSchema = spec({ size: text, colour: text });

function compared(documents: Parameters<typeof comparedKinds>[0]['documents'], origin = 'toys/widgets.yaml') {
  const locked = [
    { origin: { source: origin, sha256: '' }, kind: { apiVersion: widget.apiVersion, kind: widget.kind } },
  ];
  return comparedKinds({ source: 'toys', locked, oldSchema: () => oldSchema, composed: [widget], documents });
}

const crd = (changes: Partial<ToyCrd>) => toyDocument('widgets.yaml', { schema: oldSchema, ...changes });

function settled(changes: Partial<Settled>, value: unknown): Settled {
  const object = { apiVersion: widget.apiVersion, kind: widget.kind, metadata: { name: 'a' }, spec: value };
  const outcome = { xr: object, composed: [object], unready: [] };
  return { claim: 'team-a/orders', kind: 'Store', target: 'local', environment: 'dev', outcome, ...changes };
}

describe('the findings about composed kinds', () => {
  const withoutColour = compared([crd({ schema: spec({ size: text }) })]);

  it('have one entry for each API, target, kind and path, with all environments and written claims', () => {
    const comparison = bumpComparison(withoutColour);
    for (const environment of ['prod', 'dev']) comparison.add(settled({ environment }, { colour: 'red' }));
    comparison.add(settled({ claim: 'a/a (spec.colour: "red")', isGenerated: true }, { colour: 'red' }));
    comparison.add(settled({ target: 'aws' }, { colour: 'red' }));
    comparison.add(settled({ claim: 'team-b/plain' }, { size: 'S' }));
    expect(comparison.findings()).toEqual([
      {
        rule: 'crd-field-removed',
        severity: 'breaking',
        place: 'Store on local: Widget spec.colour',
        message: 'the field is gone: unknown field "spec.colour" (team-a/orders in dev, prod)',
        claims: ['team-a/orders'],
        fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
        api: 'Store',
        target: 'local',
        environments: ['dev', 'prod'],
        object: { apiVersion: widget.apiVersion, kind: 'Widget' },
        path: 'spec.colour',
      },
      expect.objectContaining({ place: 'Store on aws: Widget spec.colour' }),
    ]);
    expect(comparison.judged()).toBe(5);
    expect(comparison.unnoticed()).toBe(0);
  });

  it('count what concerns nothing that is composed, and name kinds that no claim composed', () => {
    const comparison = bumpComparison(withoutColour);
    expect(comparison.unseen()).toEqual([{ apiVersion: widget.apiVersion, kind: 'Widget' }]);
    comparison.add(settled({}, { size: 'S' }));
    expect([comparison.findings(), comparison.unnoticed(), comparison.unseen()]).toEqual([[], 1, []]);
  });

  it.for([
    { documents: [], rule: 'crd-kind-removed', says: /^the kind is gone \(/, reason: 'no CRD of it' },
    {
      documents: [crd({ group: 'toys.example.org' })],
      rule: 'crd-kind-removed',
      says: /there is one in toys\.example\.org/,
      reason: 'another group',
    },
    {
      documents: [crd({ version: 'v2' })],
      rule: 'crd-version-removed',
      says: /served under v2 alone, and no longer under v1/,
      reason: 'another version',
    },
  ])('say of $rule what there is in its place: $reason', ({ documents, rule, says }) => {
    const comparison = bumpComparison(compared(documents));
    comparison.add(settled({}, {}));
    expect(comparison.findings()).toEqual([
      expect.objectContaining({ rule, severity: 'breaking', message: expect.stringMatching(says) }),
    ]);
  });

  const status = (properties: JsonSchema['properties']): JsonSchema => ({
    ...oldSchema,
    properties: { ...oldSchema.properties, status: { type: 'object', properties: properties ?? {} } },
  });
  it.for([
    { now: crd({ scope: 'Cluster' }), rules: ['crd-scope-changed'], reason: 'no API server changes a scope' },
    { now: crd({ plural: 'widgetses' }), rules: ['crd-plural-changed'], reason: 'rights name plurals' },
    {
      now: crd({ schema: spec({ size: text, colour: text, a: text, b: text }) }),
      rules: ['crd-field-added'],
      reason: 'new fields are one finding',
    },
    { now: crd({ schema: status({ phase: text }) }), rules: [], reason: 'a new field of a status is for nobody yet' },
    { now: crd({}), rules: [], reason: 'the same CRD' },
  ])('are $rules about the kind: $reason', ({ now, rules }) => {
    expect(
      bumpComparison(compared([now]))
        .findings()
        .map(({ rule }) => rule),
    ).toEqual(rules);
  });

  it('say which fields of a status are gone or have another type', () => {
    const [old] = kindsOf(crd({ schema: status({ phase: text, at: text }) }));
    const [kind] = compared([crd({ schema: status({ at: { type: 'integer' } }) })]);
    const found = bumpComparison([{ ...kind!, ...('now' in kind! && { old: old!.schema() }) }]).findings();
    expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'crd-status-removed: lost a field of its status: phase',
      'crd-status-retyped: has another type of a field of its status: at',
    ]);
  });
});

describe('the kinds that are compared', () => {
  it('are those of models from the source, and those of the groups that it declares', () => {
    expect(compared([], 'elsewhere/widgets.yaml')).toEqual([]);
    expect(compared([crd({})], 'elsewhere/widgets.yaml')).toHaveLength(1);
    expect(compared([], 'github.com/example/toys/crds/widgets.yaml')).toHaveLength(1);
  });

  it.for([
    { documents: [crd({}), crd({ schema: spec() })], says: /declare Widget .* twice/, reason: 'two different CRDs' },
    {
      documents: [crd({ schema: { properties: 7 } as unknown as JsonSchema })],
      says: /cannot use the new schema of Widget/,
      reason: 'no schema',
    },
  ])('are refused: $reason', ({ documents, says }) => {
    expect(() => compared(documents)).toThrow(UserError);
    expect(() => compared(documents)).toThrow(says);
  });
});
