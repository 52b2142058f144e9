import { describe, expect, it } from 'vitest';
import { kindsOf } from './document.ts';

const schema = {
  openAPIV3Schema: {
    type: 'object',
    // Crossplane drops it.
    additionalProperties: false,
    properties: {
      metadata: { type: 'object', properties: { name: { type: 'string', pattern: 'w', maxLength: 40 } } },
      spec: {
        type: 'object',
        required: ['size'],
        properties: { size: { type: 'string', description: 'How big.' } },
        'x-kubernetes-validations': [{ rule: 'size(self.size) > 1' }],
      },
      status: { type: 'object', properties: { address: { type: 'string' } } },
    },
  },
};

/** The kinds of a definition of Widgets with one served version and one that is not. */
function kinds(version: string, changes: object): ReturnType<typeof kindsOf> {
  const spec = {
    group: 'toy.example.org',
    names: { kind: 'XWidget', plural: 'xwidgets' },
    versions: [
      { name: 'v0', served: false, referenceable: false },
      { name: 'v1', served: true, referenceable: true, schema },
    ],
    ...changes,
  };
  const content = { apiVersion: `apiextensions.crossplane.io/${version}`, kind: 'CompositeResourceDefinition', spec };
  return kindsOf({ source: 'xrd.yaml', sha256: '', content });
}

const claimNames = { kind: 'Widget', plural: 'widgets' };

describe('the kinds of a CompositeResourceDefinition', () => {
  it.for([
    { version: 'v2', changes: {}, kinds: ['XWidget in a namespace'], reason: 'v2 is namespaced' },
    { version: 'v2', changes: { scope: 'Cluster' }, kinds: ['XWidget'], reason: 'v2 may be cluster-scoped' },
    { version: 'v1', changes: {}, kinds: ['XWidget'], reason: 'v1 is cluster-scoped' },
    { version: 'v1', changes: { scope: 'Namespaced' }, kinds: ['XWidget in a namespace'], reason: 'v1 may be modern' },
    {
      version: 'v1',
      changes: { claimNames },
      kinds: ['XWidget', 'Widget in a namespace'],
      reason: 'v1 may have claims',
    },
  ])('are $kinds: $reason', ({ version, changes, kinds: expected }) => {
    const found = kinds(version, changes);
    expect(found.map(({ kind, namespaced }) => `${kind}${namespaced ? ' in a namespace' : ''}`)).toEqual(expected);
    expect(found.every(({ apiVersion }) => apiVersion === 'toy.example.org/v1')).toBe(true);
  });

  const fields = (version: string, changes: object, index = 0) => {
    const { properties = {} } = kinds(version, changes)[index]!.schema();
    return {
      spec: Object.keys(properties['spec']?.properties ?? {}),
      status: Object.keys(properties['status']?.properties ?? {}),
    };
  };
  const selection = [
    'compositionRef',
    'compositionRevisionRef',
    'compositionRevisionSelector',
    'compositionSelector',
    'compositionUpdatePolicy',
  ];

  it('have the fields that Crossplane adds to an XR in a namespace', () => {
    expect(fields('v2', {})).toEqual({ spec: ['crossplane', 'size'], status: ['address', 'conditions'] });
    const { properties = {} } = kinds('v2', {})[0]!.schema();
    const { crossplane } = properties['spec']!.properties!;
    expect(Object.keys(crossplane!.properties!)).toEqual([...selection, 'resourceRefs']);
    expect(crossplane!.properties!['resourceRefs']!.items!.properties).not.toHaveProperty('namespace');
  });

  it('have the fields that Crossplane adds to a cluster-scoped XR', () => {
    const { properties = {} } = kinds('v2', { scope: 'Cluster' })[0]!.schema();
    const { crossplane } = properties['spec']!.properties!;
    expect(crossplane!.properties!['resourceRefs']!.items!.properties).toHaveProperty('namespace');
  });

  it('have the fields that Crossplane adds to a claim and to the XR behind it', () => {
    const status = ['address', 'claimConditionTypes', 'conditions', 'connectionDetails'];
    expect(fields('v1', { claimNames })).toEqual({
      spec: ['claimRef', ...selection, 'resourceRefs', 'size', 'writeConnectionSecretToRef'],
      status,
    });
    expect(fields('v1', { claimNames }, 1)).toEqual({
      spec: ['compositeDeletePolicy', ...selection, 'resourceRef', 'size', 'writeConnectionSecretToRef'],
      status,
    });
  });

  it('keep what the definition demands', () => {
    const { required, properties = {}, additionalProperties } = kinds('v2', {})[0]!.schema();
    expect(additionalProperties).toBeUndefined();
    expect(properties['metadata']).toEqual({ type: 'object', properties: { name: { type: 'string', maxLength: 40 } } });
    expect(required).toEqual(['spec']);
    expect(properties['spec']).toMatchObject({
      required: ['size'],
      'x-kubernetes-validations': [{ rule: 'size(self.size) > 1' }],
    });
  });
});
