import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { issuesOf } from '../judge/verdict.ts';
import { editorKeywords } from '../schema/json-schema.ts';
import { functions, widget } from '../testing/widget.ts';
import { schemaFiles } from './schemas.ts';

const toys = { name: 'toys', group: 'toys.example.org', apis: { widget } };
const filesOf = (schemas?: string) =>
  Object.fromEntries(
    schemaFiles({ ...toys, ...(schemas !== undefined && { schemas }) }, functions).map(({ path, content }) => [
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
    {
      change: { spec: { crossplane: { compositionRef: { name: 'widgets-cloud' } } } },
      valid: true,
      reason: 'with a Composition, which an administrator may choose',
    },
    {
      change: { spec: { crossplane: { resourceRefs: [] } } },
      valid: false,
      reason: 'with references that Crossplane writes',
    },
    {
      change: { metadata: { name: 'big', ownerReferences: [{ name: 'a' }] } },
      valid: false,
      reason: 'with half an owner reference',
    },
    {
      change: { metadata: { name: 'big', generation: 'two' } },
      valid: false,
      reason: 'with metadata of another type',
    },
    {
      change: { metadata: { generateName: 'big-', creationTimestamp: null, finalizers: ['a/b'] } },
      valid: true,
      reason: 'with metadata that kubectl prints',
    },
    { change: { spec: { teeth: 2 ** 60 } }, valid: false, reason: 'with a number that JavaScript cannot hold' },
  ])('and validate judge $reason: $valid', ({ change, valid }) => {
    expect(check({ ...claim, ...change })).toBe(valid);
    expect(issuesOf({ ...claim, ...change }, toys, 'namespaced')?.length === 0).toBe(valid);
  });

  const checkEnvironment = new Ajv.default({ strict: true, keywords: [...editorKeywords] }).compile(
    filesOf()['environment.json']!,
  );
  const facts = { name: 'local', version: '1' };

  it.each([
    { data: facts, valid: true, reason: 'the facts that every environment has' },
    { data: { ...facts, cloud: { region: 'moon' } }, valid: true, reason: 'with a section that a target reads' },
    { data: { ...facts, tier: 'production' }, valid: false, reason: 'with a tier that there is not' },
    { data: { ...facts, clod: {} }, valid: false, reason: 'with a misspelt section' },
    { data: facts, more: { spec: {} }, valid: false, reason: 'with a field beside data' },
  ])('judge an environment $reason: $valid', ({ data, more, valid }) => {
    const apiVersion = 'apiextensions.crossplane.io/v1beta1';
    expect(checkEnvironment({ apiVersion, kind: 'EnvironmentConfig', metadata: { name: 'toys' }, data, ...more })).toBe(
      valid,
    );
  });

  it('are listed with the address at which they are published', () => {
    const files = filesOf('https://schemas.example.org/toys');
    const url = 'https://schemas.example.org/toys/widget-v1alpha1.json';
    expect(files['catalog.json']).toMatchObject({
      schemas: [
        { url: 'https://schemas.example.org/toys/claims.json', fileMatch: expect.arrayContaining(['**/widget.yaml']) },
        { name: 'EnvironmentConfig' },
      ],
    });
    expect(files['widget-v1alpha1.json']?.['$id']).toBe(url);
    expect(JSON.stringify(files['claims.json'])).toContain('{"$ref":"widget-v1alpha1.json"}');
  });

  it('have no catalog if they are published nowhere: editors read one by HTTP alone', () => {
    const files = filesOf();
    expect(Object.keys(files)).not.toContain('catalog.json');
    expect(files['widget-v1alpha1.json']).not.toHaveProperty('$id');
  });
});
