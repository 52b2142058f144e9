/** Every composed kind says which of its fields can never change, and from where that is known. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { importedModels, modelPath, readSchemas } from 'planesmith/models';
import { describe, expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';

const root = resolve(import.meta.dirname, '../..');
const schemas = await readSchemas(join(root, 'functions/models'));
const files = globSync('functions/kinds/*.ts', { cwd: root })
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
  .filter(({ text }) => text.includes('composed(Model'));

/** The declaration under a comment, and the comment, which names a version of the source. */
const declared = /^((?: *\/\/ .*\n)+) *immutable: \[/m;
/** Kinds of Kubernetes itself have it in their generated models. */
const inModel = /^ {2}immutable: \[/m;

test.each(files)('$file says what is immutable, with its source', ({ text }) => {
  const [model = ''] = importedModels(text);
  const isOfKubernetes = /^(core|networking\.k8s\.io|rbac\.authorization\.k8s\.io)\//.test(model);
  if (isOfKubernetes) {
    expect(readFileSync(join(root, `functions/models/${model}.ts`), 'utf8')).toMatch(inModel);
    return;
  }
  const [, comment] = declared.exec(text) ?? [];
  expect(
    comment,
    'add `immutable`, empty if all fields can change, under a comment that names module@version and file',
  ).toMatch(/[a-z-]+@v?[0-9a-f.]{5,}/);
});

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** The schema at a path; undefined if there is none, and open if anything may be there. */
function fieldAt(root: Schema, path: string): Schema | undefined {
  return path.split('.').reduce<Schema | undefined>((at, step) => {
    const schema = at?.$ref === undefined ? at : root.definitions?.[at.$ref.split('/').at(-1) ?? ''];
    const isList = step.endsWith('[]');
    const field = schema?.properties?.[isList ? step.slice(0, -2) : step];
    if (field !== undefined) return isList ? field.items : field;
    return schema?.['x-kubernetes-preserve-unknown-fields'] === true ? schema : undefined;
  }, root);
}

const kinds = new Map(
  Object.values(await platform.loadFunctions())
    .flatMap(({ targets }) => Object.values(targets))
    .flatMap(({ resources }) => Object.values(resources))
    .map((declaration) => ('role' in declaration ? declaration.model : declaration))
    .map((kind) => [`${kind.apiVersion} ${kind.kind}`, kind] as const),
);

describe.each([...kinds].map(([title, kind]) => ({ title, kind })))('$title', ({ kind }) => {
  test('says which fields are immutable', () => expect(kind.immutable).toBeDefined());

  test('has each field that it says is immutable or growing', () => {
    const schema = schemas.of(kind) as Schema | undefined;
    // An API of the platform has no model, and says it in its own schema.
    if (schema === undefined) return expect(modelPath(kind).split('/')[0]).toBe(platform.group);
    for (const path of [...(kind.immutable ?? []), ...(kind.growing ?? [])])
      expect(fieldAt(schema, path), path).toBeDefined();
  });
});
