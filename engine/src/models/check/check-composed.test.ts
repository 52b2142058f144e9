import { anything, assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../json-schema.ts';
import { toySchema } from '../testing/toy-crd.ts';
import { toyObject } from '../testing/toy-object.ts';
import { checkComposed } from './check-composed.ts';

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };

describe('an object', () => {
  const schema = toySchema({ type: 'object' });
  const issues = (object: unknown) => checkComposed(schema, object).map(({ path, message }) => `${path}: ${message}`);

  it('must have an apiVersion, a kind and a valid name', () => {
    expect(issues({ spec: {} })).toEqual([
      'apiVersion: Required value',
      'kind: Required value',
      'metadata: Required value',
    ]);
    expect(issues({ ...toyObject({}), metadata: { name: 'A_b' } })[0]).toMatch(
      /^metadata\.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain/,
    );
  });

  it.each([
    { name: 'system:node', says: [], reason: 'a role of Kubernetes itself' },
    { name: 'Big_One', says: [], reason: 'also capitals' },
    { name: 'a/b', says: [expect.stringContaining('RFC 1123')], reason: 'no path can have it' },
    { name: '..', says: [expect.stringContaining('RFC 1123')], reason: 'it is another path' },
  ])('of RBAC may be called $name as far as paths may: $reason', ({ name, says }) => {
    const role = { ...toyObject({}), apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name } };
    expect(issues(role)).toEqual(says);
  });

  it('must not have unknown fields, also in its metadata', () => {
    expect(issues({ ...toyObject({}), sepc: {}, metadata: { name: 'a', annotation: {} } })).toEqual([
      'metadata.annotation: unknown field "metadata.annotation", did you mean "annotations"?',
      'sepc: unknown field "sepc", did you mean "spec"?',
    ]);
  });

  it('is not changed', () => {
    const filled = toySchema({ type: 'object', properties: { size: { ...integer, default: 1 } } });
    const object = toyObject({});
    checkComposed(filled, object);
    expect(object).toEqual(toyObject({}));
  });
});

it('follows a schema that contains itself', () => {
  const tree: JsonSchema = { type: 'object', properties: { size: integer, inner: { $ref: '#/definitions/Tree' } } };
  const schema = { ...toySchema({ $ref: '#/definitions/Tree' }), definitions: { Tree: tree } };
  expect(
    checkComposed(schema, toyObject({ inner: { inner: { size: 'a', siez: 1 } } })).map(({ path }) => path),
  ).toEqual(['spec.inner.inner.siez', 'spec.inner.inner.size']);
});

it('never throws', () => {
  const spec = toySchema({
    type: 'object',
    properties: { a: { type: 'array', items: text }, m: { type: 'object', additionalProperties: text } },
  });
  assert(
    property(anything(), (value) => {
      expect(Array.isArray(checkComposed(spec, value))).toBe(true);
    }),
  );
});
