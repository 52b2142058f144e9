/** The compiler must accept the models of awkward schemas, and refuse misspelt names. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeTree } from '../../files.ts';
import { generateModels } from '../generate.ts';
import type { JsonSchema } from '../json-schema.ts';
import { type ToyCrd, toyDocument, toySchema } from '../testing/toy-crd.ts';

const engine = resolve(import.meta.dirname, '../../..');
const root = resolve(engine, '..');
const text: JsonSchema = { type: 'string' };
const open: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const awkward: JsonSchema = {
  type: 'object',
  required: ['name', 'class'],
  properties: {
    name: { ...text, description: 'Ends */ here,\n\n  and goes on. ' },
    class: { type: 'string', enum: ['new', "it's", '', 'a\nb'] },
    'not-an-identifier': text,
    constructor: text,
    $ref: text,
    port: { 'x-kubernetes-int-or-string': true },
    open: { ...open, properties: { inner: { type: 'object', properties: { deep: { type: 'integer' } } } } },
    anything: open,
    labels: { type: 'object', additionalProperties: text },
    groups: {
      type: 'array',
      items: { type: 'array', items: { type: 'object', properties: { mode: { enum: ['a', 'b'] } } } },
    },
    maybe: { type: 'string', nullable: true },
    manifest: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
    nothing: { type: 'object' },
    huge: { type: 'string', enum: Array.from({ length: 3000 }, (_, i) => `choice-${i}`) },
  },
};

/** A kind whose operator checks everything by itself, as a CRD may declare it. */
const openKind: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const spec: JsonSchema = { type: 'object', required: ['name'], properties: { name: text } };
const halfOpenKind: JsonSchema = { ...openKind, required: ['spec'], properties: { spec } };

/** Valid names of kinds that are awkward names of types. */
const kinds: readonly Partial<ToyCrd>[] = [
  { kind: 'Widget', plural: 'widgets', schema: toySchema(awkward) },
  { kind: 'Open', plural: 'opens', schema: openKind },
  { kind: 'HalfOpen', plural: 'halfopens', schema: halfOpenKind },
  ...['Object', 'Json', 'ObjectMeta', 'GeneratedModel', 'class', 'My-Kind', 'Array', 'Function', 'Promise'].map(
    (kind) => ({
      kind,
      plural: `${kind.toLowerCase()}s`,
      schema: toySchema({
        type: 'object',
        properties: { json: {}, metadata: open, list: { type: 'array', items: text } },
      }),
    }),
  ),
];

const use = `
import { composed, ready } from 'planesmith/authoring';
import { Widget as Model } from './models/toy.example.org/v1/widget.ts';
import { HalfOpen as HalfOpenModel } from './models/toy.example.org/v1/half-open.ts';
import { Open as OpenModel } from './models/toy.example.org/v1/open.ts';
const Widget = composed(Model, { ready: ready.exists });
const Open = composed(OpenModel, { ready: (observed) => observed['status'] !== undefined || 'it has no status' });
const HalfOpen = composed(HalfOpenModel, { ready: ready.exists });
const frozen: readonly string[] = ['a'];
const wanted: string | undefined = frozen[0];
export const fine = [
  Widget({ spec: { name: 'a', class: "it's", port: 'http', maybe: null, labels: { a: 'b' }, huge: 'choice-2999' } }),
  Widget({ spec: { name: 'a', class: '', port: 80, open: { other: true, inner: { deep: 1 } }, anything: { a: [1, null, { b: 'c' }] } } }),
  Widget({ metadata: { labels: { a: 'b' } }, spec: { name: 'a', class: 'new', groups: [[{ mode: 'a' }]], $ref: wanted } }),
  Open({ spec: { anything: [1] }, data: 'x' }),
  HalfOpen({ spec: { name: 'a' }, data: { b: 1 } }),
  Widget({ spec: { name: 'a', class: 'new', manifest: { apiVersion: 'v1', kind: 'Secret', data: {} } } }),
];
const required = { name: 'a', class: 'new' } as const;
export const wrong = [
  // @ts-expect-error: a misspelt field
  Widget({ spec: { ...required, nane: 'a' } }),
  // @ts-expect-error: a misspelt field further down
  Widget({ spec: { ...required, groups: [[{ moode: 'a' }]] } }),
  // @ts-expect-error: a required field is missing
  Widget({ spec: { name: 'a' } }),
  // @ts-expect-error: not a choice
  Widget({ spec: { ...required, class: 'old' } }),
  // @ts-expect-error: not a choice of many
  Widget({ spec: { ...required, huge: 'choice-3000' } }),
  // @ts-expect-error: null is not allowed
  Widget({ spec: { ...required, name: null } }),
  // @ts-expect-error: neither number nor string
  Widget({ spec: { ...required, port: true } }),
  // @ts-expect-error: a field that would be pruned
  Widget({ spec: { ...required, nothing: { a: 1 } } }),
  // @ts-expect-error: a required field of a kind with further fields is missing
  HalfOpen({ spec: {}, data: { b: 1 } }),
  // @ts-expect-error: not JSON
  Widget({ spec: { ...required, anything: { a: new Date() } } }),
  // @ts-expect-error: an embedded object needs apiVersion and kind
  Widget({ spec: { ...required, manifest: { data: {} } } }),
];
`;

const misspelt = `
import { composed, ready } from 'planesmith/authoring';
import { Widget as Model } from './models/toy.example.org/v1/widget.ts';
export const widget = composed(Model, { ready: ready.exists })({ spec: { name: 'a', class: 'new', labbels: {} } });
`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
  const documents = kinds.map((kind) => toyDocument(`${kind.plural}.yaml`, kind));
  const models = [
    'widget',
    'open',
    'half-open',
    'object',
    'json',
    'object-meta',
    'generated-model',
    'class',
    'my-kind',
    'array',
    'function',
    'promise',
  ];
  await writeTree(
    join(folder, 'models'),
    generateModels({ documents, models: models.map((model) => `toy.example.org/v1/${model}`) }),
  );
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'use.ts'), use);
  writeFileSync(join(folder, 'misspelt.ts'), misspelt);
  const compilerOptions = {
    paths: { 'planesmith/authoring': [join(engine, 'src/authoring/index.ts')] },
    typeRoots: [join(root, 'node_modules/@types')],
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: ['.'] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('accepts models of awkward schemas, and refuses misuse', () => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
  // The output also covers files of the engine; only errors in the generated files and their use matter here.
  const testedFile = /^(\S*\/)?(models\/\S+|use|misspelt)\.ts\(/;
  const errors = stdout.split('\n').filter((line) => testedFile.test(line) && !line.includes('/src/'));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(
    /misspelt\.ts\(4,\d+\): .*'labbels' does not exist in type 'WidgetSpec'\. Did you mean to write 'labels'\?/,
  );
});
