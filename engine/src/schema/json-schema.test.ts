import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import {
  api,
  array,
  connectionSecret,
  defaulted,
  deprecated,
  integer,
  intOrString,
  map,
  nullable,
  object,
  oneOf,
  optional,
  set,
  string,
  toJsonSchema,
  xrSchema,
} from './index.ts';
import { editorKeywords } from './json-schema.ts';

const text = string('Text.', { maxLength: 9 });
const widget = api({
  kind: 'Widget',
  description: 'A widget.',
  targets: ['local'],
  spec: object({
    size: defaulted(oneOf('Size.', ['small', 'large']), 'small'),
    port: optional(intOrString('Port.', { maxLength: 9 })),
    note: optional(nullable(text)),
    old: optional(deprecated(text, { instead: 'note', since: '2026-11-29', sunset: '2027-11-29' })),
    tags: optional(set('Tags.', text, { maxItems: 3 })),
    parts: optional(
      array('Parts.', object({ m: integer('N.', { maximum: 5 }) }, { description: 'P.' }), { maxItems: 3 }),
    ),
    beds: optional(integer('In `rows` of <7>.', { minimum: 10, maximum: 70, multipleOf: 7 })),
    labels: optional(map('Labels.', string('L.', { pattern: '(?i)^[a-z]{1,5}$' }), { maxProperties: 3 })),
    connectionSecret: connectionSecret({ host: 'The host.' }),
  }),
  recorded: object({}),
  status: object({}),
  secret: { host: 'The host.' },
});
const schema = toJsonSchema(xrSchema(widget), {
  id: 'https://example.org/widget.json',
  title: 'Widget',
  constants: { apiVersion: 'example.org/v1alpha1', kind: 'Widget' },
  without: ['status'],
});
const accepts = new Ajv({ allowUnionTypes: true, keywords: [...editorKeywords] }).compile(schema);
const claim = (spec: object, more: object = {}) => ({
  apiVersion: 'example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'w' },
  spec,
  ...more,
});

describe('the JSON Schema', () => {
  it.each([
    [claim({}), true, 'all is optional or defaulted'],
    [claim({ size: 'large', port: 'http', tags: ['a'], parts: [{ m: 1 }], labels: { a: 'X' } }), true, 'everything'],
    [claim({ port: 80, note: null }), true, 'a number or a text; null'],
    [claim({ connectionSecret: { keyAliases: { PGHOST: 'host' } } }), true, 'an alias'],
    [claim({ connectionSecret: { keyAliases: { PGHOST: 'hots' } } }), false, 'an alias of no key'],
    [claim({ siez: 'large' }), false, 'an unknown field'],
    [claim({ size: 'huge' }), false, 'not one of the choices'],
    [claim({ tags: ['a', 'a'] }), false, 'a set'],
    [claim({ parts: [{ m: 6 }] }), false, 'out of bounds'],
    [claim({ size: null }), false, 'null is not allowed'],
    [claim({}, { kind: 'Gadget' }), false, 'another kind'],
    [claim({}, { metadata: { nmae: 'w' } }), false, 'unknown metadata'],
    [claim({}, { status: {} }), false, 'a status is not for developers'],
  ])('accepts %j: %s (%s)', (value, isGood) => {
    expect(accepts(value)).toBe(isGood);
  });

  it('has the texts and defaults that editors show', () => {
    const { properties } = schema as { properties: { spec: { properties: Record<string, object> } } };
    expect(properties.spec.properties['size']).toEqual({
      description: 'Size.',
      markdownDescription: 'Size.\n\nDefault: `small`',
      type: 'string',
      enum: ['small', 'large'],
      default: 'small',
    });
    expect(properties.spec.properties['beds']).toMatchObject({
      markdownDescription: 'In `rows` of \\<7>.',
      defaultSnippets: [{ label: '14', body: 14 }],
    });
    expect(properties.spec.properties['old']).toMatchObject({
      deprecated: true,
      deprecationMessage: 'deprecated since 2026-11-29: use note; it works at least until 2027-11-29',
    });
    expect(schema).toMatchObject({ $id: 'https://example.org/widget.json', title: 'Widget', description: 'A widget.' });
  });
});
