/** What claims compose only once other objects are ready is judged, too: no provider runs, so the values are invented, and the fields are not. */
import { readSchemas } from 'planesmith/models';
import { bumpComparison, type KubernetesObject, sampleValues, settler } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { environmentNames, readyClaim } from '../fixtures.ts';
import { allFieldsOf, type Field, valuesAt, withEdit } from './schema-edits.ts';
import { optionsIn, type Place, serving } from './simulator.ts';

const schemas = await readSchemas(`${import.meta.dirname}/../../functions/models`);
const environments = Object.fromEntries(environmentNames.map((name) => [name, environmentConfig(name)]));
const settle = await settler(platform, { environments });
const settleKnown = await settler(platform, { environments }, sampleValues(schemas.of));

const key = 'crossplane.io/composition-resource-name';
const keyOf = ({ metadata }: KubernetesObject) => metadata.annotations?.[key];

function cellIn(place: Place) {
  const { kind, target, environment, api } = place;
  const namespace = api.scope === 'Namespaced' ? { namespace: 'team-a' } : {};
  const apiVersion = `${platform.group}/${api.version}`;
  const claim = { apiVersion, kind, metadata: { name: 'orders', ...namespace }, spec: optionsIn(place).spec };
  return { claim, target, environment };
}

/** Whether the provider has written the field. */
function isOfProvider({ metadata }: KubernetesObject, steps: readonly string[]): boolean {
  const entries = (metadata['managedFields'] ?? []) as readonly { readonly fieldsV1: unknown }[];
  const names = steps.map((step) => `f:${step}`);
  return entries.some(({ fieldsV1 }) => valuesAt(fieldsV1, names).length > 0);
}

/** A field that a ready claim composes, and that a claim without any value of a provider leaves out. */
interface LaterField {
  readonly title: string;
  readonly object: KubernetesObject;
  readonly field: Field;
  readonly settled: ReturnType<typeof settle>;
  readonly known: ReturnType<typeof settle>;
  readonly waits: boolean;
}

/** The fields of the objects of a ready claim that its function gives, and no provider. */
function laterIn(place: Place): readonly LaterField[] {
  const [settled, known] = [settle(cellIn(place)), settleKnown(cellIn(place))];
  if (!('composed' in settled.outcome)) return [];
  const { composed, later = [] } = settled.outcome;
  return [...readyClaim(optionsIn(place)).objects].flatMap(([name, object]) => {
    const plain = composed.find((each) => keyOf(each) === name);
    const schema = schemas.of(object);
    if (plain === undefined || schema === undefined || object.apiVersion.startsWith(platform.group)) return [];
    return allFieldsOf(schema)
      .filter(({ steps, parent }) => !(parent.required ?? []).includes(steps.at(-1) ?? ''))
      .filter(({ steps }) => valuesAt(plain, steps.slice(0, -1)).length > 0 && valuesAt(plain, steps).length === 0)
      .filter(({ steps }) => valuesAt(object, steps).length > 0 && !isOfProvider(object, steps))
      .map((field) => ({
        title: `${place.kind} on ${place.target}: ${object.kind} ${field.steps.join('.')}`,
        object,
        field,
        settled,
        known,
        waits: later.includes(name),
      }));
  });
}

const all = serving.filter(({ isFirstOfItsSizes }) => isFirstOfItsSizes).flatMap(laterIn);
const fields = [...new Map(all.map((each) => [each.title, each])).values()];

/** The rules of the findings at the field in the next version of its kind. */
function foundAt({ object, field, settled, known }: LaterField, edited: Parameters<typeof withEdit>[2]) {
  const { apiVersion, kind } = object;
  const old = schemas.of(object)!;
  const comparison = bumpComparison([{ apiVersion, kind, old, now: withEdit(old, field, edited), facts: [] }]);
  comparison.add(settled, known);
  const path = field.steps.join('.').replaceAll('.*', '[*]');
  return comparison.findings().flatMap((finding) => (finding.path === path ? [finding.rule] : []));
}

describe.each(fields)('$title', (later) => {
  const { field, waits } = later;
  const name = field.steps.at(-1) ?? '';

  test('may be required if the object waits for its value, and else not', () => {
    const required = [...(field.parent.required ?? []), name];
    expect(foundAt(later, { schema: field.schema, required })).toEqual(waits ? [] : ['crd-field-required']);
  });

  test('is missed if it goes', () => {
    expect(foundAt(later, { schema: undefined })).toEqual(['crd-field-removed']);
  });
});

test('there are such fields in objects that wait, and in others', () => {
  expect(fields.filter(({ waits }) => waits).length).toBeGreaterThan(3);
  expect(fields.filter(({ waits }) => !waits).length).toBeGreaterThan(0);
});

test('a field that nobody gives is required at once, whether or not the object waits', () => {
  const { waits, ...later } = fields.find((each) => each.waits)!;
  const field = { steps: ['spec', 'forProvider', 'further'], schema: { type: 'string' }, parent: {} };
  const { required = [] } = schemas.of(later.object)?.properties?.['spec']?.properties?.['forProvider'] ?? {};
  const found = foundAt({ ...later, waits, field }, { schema: field.schema, required: [...required, 'further'] });
  expect(found).toEqual(['crd-field-required']);
});
