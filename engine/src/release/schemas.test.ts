import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { widget } from '../testing/widget.ts';
import { schemaFiles } from './schemas.ts';

const toys = { group: 'toys.example.org', apis: { widget } };
const filesOf = (schemas?: string) =>
  Object.fromEntries(
    schemaFiles({ ...toys, ...(schemas !== undefined && { schemas }) }).map(({ path, content }) => [
      path,
      JSON.parse(String(content)) as Record<string, unknown>,
    ]),
  );

describe('schemas for editors', () => {
  const check = new Ajv.default({ strict: false, logger: false }).compile(filesOf()['widget-v1alpha1.json']!);
  const claim = { apiVersion: 'toys.example.org/v1alpha1', kind: 'Widget', metadata: { name: 'big' }, spec: {} };

  it.each([
    { change: {}, valid: true, reason: 'a claim' },
    { change: { kind: 'Gadget' }, valid: false, reason: 'of another kind' },
    { change: { apiVersion: 'toys.example.org/v1' }, valid: false, reason: 'of another version' },
    { change: { spec: { sise: 'small' } }, valid: false, reason: 'with an unknown field' },
    { change: { status: {} }, valid: false, reason: 'with a status, which is not for developers' },
  ])('judge $reason: $valid', ({ change, valid }) => {
    expect(check({ ...claim, ...change })).toBe(valid);
  });

  it.each([
    { schemas: undefined, url: 'widget-v1alpha1.json', id: undefined },
    {
      schemas: 'https://schemas.example.org/toys',
      url: 'https://schemas.example.org/toys/widget-v1alpha1.json',
      id: 'https://schemas.example.org/toys/widget-v1alpha1.json',
    },
  ])('are listed where they are published: $url', ({ schemas, url, id }) => {
    const files = filesOf(schemas);
    expect(files['catalog.json']).toMatchObject({ schemas: [{ name: 'Widget', url, fileMatch: expect.any(Array) }] });
    expect(files['widget-v1alpha1.json']?.['$id']).toBe(id);
  });
});
