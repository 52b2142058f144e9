import { describe, expect, test } from 'vitest';
import { initialisedIn, withInitialised } from './initialised.ts';
import type { KubernetesObject } from './object.ts';

const gear = (spec: object): KubernetesObject => ({ apiVersion: 'x/v1', kind: 'Gear', metadata: { name: 'a' }, spec });

describe('what an owner writes into a spec', () => {
  test.each([
    { spec: { teeth: 8 }, fields: { axle: 'oak' }, expected: { teeth: 8, axle: 'oak' }, reason: 'a new field' },
    { spec: { teeth: 8 }, fields: { teeth: 9 }, expected: { teeth: 8 }, reason: 'a field of Crossplane stays' },
    {
      spec: { size: { teeth: 8 } },
      fields: { size: { teeth: 9, width: 2 } },
      expected: { size: { teeth: 8, width: 2 } },
      reason: 'a field in a block',
    },
    { spec: { list: [1] }, fields: { list: [2] }, expected: { list: [1] }, reason: 'a list is one value' },
  ])('is there where Crossplane wrote nothing: $reason', ({ spec, fields, expected }) => {
    expect(withInitialised(gear(spec), fields)['spec']).toEqual(expected);
  });

  test('is told from what Crossplane wrote, also after a second time', () => {
    const once = withInitialised(gear({ size: { teeth: 8 } }), { size: { width: 2 } });
    const twice = withInitialised(once, { size: { width: 3 }, axle: 'oak' });
    expect(initialisedIn(twice)).toEqual({ size: { width: 2 }, axle: 'oak' });
    expect(initialisedIn(gear({ teeth: 8 }))).toEqual({});
  });

  test('is told from the rest in a cluster by its update, whatever else has managed the object', () => {
    const spec = { teeth: 8, size: { width: 2 }, axle: 'oak', list: [{ name: 'a' }] };
    const managedFields = [
      { manager: 'crossplane', operation: 'Apply', fieldsV1: { 'f:metadata': {}, 'f:spec': { 'f:teeth': {} } } },
      { manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:metadata': { 'f:labels': {} } } },
      { manager: 'gears', operation: 'Update', subresource: 'status', fieldsV1: { 'f:status': {} } },
      { manager: 'gears', operation: 'Update', fieldsV1: { 'f:spec': { 'f:size': { '.': {}, 'f:width': {} } } } },
      {
        manager: 'rack',
        operation: 'Update',
        fieldsV1: { 'f:spec': { 'f:list': { 'k:{"name":"a"}': {} }, 'f:gone': {} } },
      },
      { manager: 'odd', operation: 'Update' },
    ];
    const object = gear(spec);
    expect(initialisedIn({ ...object, metadata: { ...object.metadata, managedFields } })).toEqual({
      size: { width: 2 },
      list: [{ name: 'a' }],
    });
  });

  test('changes nothing if it is nothing', () => {
    const object = gear({ teeth: 8 });
    expect(withInitialised(object, { teeth: 1 })).toBe(object);
  });
});
