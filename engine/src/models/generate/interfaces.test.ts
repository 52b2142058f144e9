import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../json-schema.ts';
import { toInterfaces } from './interfaces.ts';

const json = { 'x-kubernetes-preserve-unknown-fields': true } as const;

describe('the type of a field', () => {
  const rows: { schema: JsonSchema; type: string; reason: string }[] = [
    { schema: { type: 'string' }, type: 'string', reason: 'a string is a string' },
    { schema: { type: 'integer', format: 'int64' }, type: 'number', reason: 'JSON has one kind of number' },
    { schema: { type: 'number' }, type: 'number', reason: 'JSON has one kind of number' },
    { schema: { type: 'boolean' }, type: 'boolean', reason: 'a boolean is a boolean' },
    { schema: { type: 'string', enum: ['a', 'b'] }, type: "'a' | 'b'", reason: 'a choice is a union' },
    {
      schema: { enum: ["it's", '', 1, true] },
      type: String.raw`'it\'s' | '' | 1 | true`,
      reason: 'choices may be of any type',
    },
    { schema: { type: 'string', enum: ['a', null], nullable: true }, type: "'a' | null", reason: 'null is named once' },
    { schema: { type: 'string', nullable: true }, type: 'string | null', reason: 'the schema allows null' },
    { schema: { 'x-kubernetes-int-or-string': true }, type: 'number | string', reason: 'a port or its name' },
    {
      schema: { type: 'array', items: { type: 'string' } },
      type: 'readonly string[]',
      reason: 'a frozen list is allowed',
    },
    {
      schema: { type: 'array', items: { type: 'array', items: { enum: ['a', 'b'], type: 'string' } } },
      type: "readonly (readonly ('a' | 'b')[])[]",
      reason: 'lists nest',
    },
    { schema: { type: 'array' }, type: 'readonly Json[]', reason: 'items without a schema are anything' },
    {
      schema: { type: 'object', additionalProperties: { type: 'string' } },
      type: '{ readonly [key: string]: string }',
      reason: 'a map has a type of values',
    },
    { schema: { type: 'object', ...json }, type: '{ readonly [key: string]: Json }', reason: 'an open object' },
    {
      schema: { type: 'object', additionalProperties: true },
      type: '{ readonly [key: string]: Json }',
      reason: 'an open map',
    },
    { schema: json, type: 'Json', reason: 'any JSON' },
    { schema: {}, type: 'Json', reason: 'an empty schema allows everything' },
    { schema: { ...json, nullable: true }, type: 'Json', reason: 'null is JSON' },
    {
      schema: { type: 'object' },
      type: '{ readonly [key: string]: never }',
      reason: 'every field of it would be pruned',
    },
  ];
  it.for(rows)('$type: $reason', ({ schema, type }) => {
    const { text } = toInterfaces('Widget', { type: 'object', properties: { field: schema } });
    expect(text).toBe(`export interface Widget {\n  readonly field?: ${type} | undefined;\n}\n`);
  });
});

const pod = (maxLength: number): JsonSchema => ({
  type: 'object',
  properties: { name: { type: 'string', maxLength } },
});
const leaf = (name: string): JsonSchema => ({ type: 'object', properties: { [name]: { type: 'string' } } });

describe('the interfaces of an object', () => {
  it('require the required fields without a default', () => {
    const properties = { a: { type: 'string' }, b: { type: 'string', default: 'x' }, c: { type: 'string' } };
    const { text } = toInterfaces('Widget', { type: 'object', properties, required: ['a', 'b'] });
    expect(text).toContain(
      '  readonly a: string;\n  readonly b?: string | undefined;\n  readonly c?: string | undefined;\n',
    );
  });

  it('quote names that are no identifiers', () => {
    const properties = { 'a-b': {}, class: {}, $ref: {}, '1st': {}, "it's": {}, __proto__x: {} };
    const { text } = toInterfaces('Widget', { type: 'object', properties });
    for (const key of ["'a-b'", 'class', '$ref', "'1st'", String.raw`'it\'s'`]) {
      expect(text).toContain(`  readonly ${key}?: Json | undefined;`);
    }
  });

  it('leave optional fields with the name of an inherited member untyped', () => {
    const properties = { constructor: { type: 'string' }, toString: { type: 'string' } };
    const { text } = toInterfaces('Widget', { type: 'object', properties, required: ['toString'] });
    expect(text).toContain('  readonly constructor?: unknown | undefined;\n  readonly toString: string;\n');
  });

  it('are shared by objects with equal fields, even if they validate differently', () => {
    const { text } = toInterfaces('Widget', { type: 'object', properties: { first: pod(1), second: pod(2) } });
    expect(text.match(/export interface \w+/g)).toEqual(['export interface Widget', 'export interface WidgetFirst']);
    expect(text).toContain('readonly second?: WidgetFirst | undefined;');
  });

  it('have short unique names', () => {
    const properties: Record<string, JsonSchema> = {
      a: { type: 'object', properties: { leaf: leaf('x') } },
      b: { type: 'object', properties: { leaf: leaf('y') } },
      'b-leaf': leaf('z'),
      items: { type: 'array', items: leaf('i') },
      values: { type: 'object', additionalProperties: leaf('v') },
    };
    const { text } = toInterfaces('Widget', { type: 'object', properties });
    const names = [...text.matchAll(/export interface (\w+)/g)].map(([, name]) => name);
    expect(names).toEqual([
      'Widget',
      'WidgetA',
      'WidgetLeaf',
      'WidgetB',
      'WidgetBLeaf',
      'WidgetBLeaf2',
      'WidgetItemsItem',
      'WidgetValuesValue',
    ]);
  });

  it('leave an open object with known fields open', () => {
    const field: JsonSchema = { type: 'object', properties: { known: { type: 'string' } }, ...json };
    const { text } = toInterfaces('Widget', { type: 'object', properties: { field } });
    expect(text).toContain('  readonly known?: string | undefined;\n  readonly [key: string]: unknown;\n');
  });

  it('give an embedded object the fields of every object', () => {
    const field: JsonSchema = { type: 'object', 'x-kubernetes-embedded-resource': true, ...json };
    const { text, shared } = toInterfaces('Widget', { type: 'object', properties: { field } });
    expect(text).toContain(
      'readonly apiVersion: string;\n  readonly kind: string;\n  readonly metadata?: ObjectMeta | undefined;',
    );
    expect(shared).toEqual(['ObjectMeta']);
  });

  it('are finite for a schema that contains itself', () => {
    const schema: JsonSchema = {
      type: 'object',
      properties: { tree: { $ref: '#/definitions/io.example.Tree' } },
      definitions: {
        'io.example.Tree': {
          type: 'object',
          properties: {
            left: { $ref: '#/definitions/io.example.Tree' },
            leaves: { type: 'array', items: { $ref: '#/definitions/io.example.Tree' } },
          },
        },
      },
    };
    expect(toInterfaces('Widget', schema).text).toContain(
      'export interface WidgetTree {\n  readonly left?: WidgetTree | undefined;\n  readonly leaves?: readonly WidgetTree[] | undefined;\n}',
    );
  });
});
