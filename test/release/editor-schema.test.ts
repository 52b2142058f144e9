/** What editors say of a claim, through a validator of JSON Schema that is not ours. */
import { Ajv, type ValidateFunction } from 'ajv';
import * as fc from 'fast-check';
import { editorKeywords, schemaFiles } from 'planesmith/release';
import type { AnyApi, Node } from 'planesmith/schema';
import { invalidSpecs, issuesOf, validSpecs } from 'planesmith/testing';
import { describe, expect, it } from 'vitest';
import { functions } from '../../functions/index.ts';
import platform from '../../planesmith.config.ts';
import { claimsTable } from '../real/claims-table.ts';

const files = schemaFiles(platform, functions);
// Unknown keywords and formats would make an editor silently check less.
const ajv = new Ajv({
  strict: true,
  strictTypes: false,
  allErrors: true,
  keywords: [...editorKeywords],
  validateFormats: false,
} as object);
const published = files.filter(({ path }) => path !== 'catalog.json');
// One of them refers to others by their addresses.
for (const { path, content } of published) ajv.addSchema(JSON.parse(String(content)) as object, path);
const schemas = new Map(published.map(({ path }) => [path, ajv.getSchema(path) as ValidateFunction]));
const schemaOf = ({ kind, version }: AnyApi) => schemas.get(`${kind.toLowerCase()}-${version}.json`)!;
const accepts = schemas.get('database-v1alpha1.json')!;

/** The mistakes that JSON Schema cannot express, by the reason why. */
const beyond: Readonly<Record<string, readonly string[]>> = {
  'a rule in CEL about the keys of a map': [
    'an alias with a space',
    'an empty alias',
    'an alias that is a path',
    'an alias that is too long',
    'an alias that JavaScript reserves',
  ],
};

// An editor may object to null: who writes it means a value.
const hasNull = (value: unknown) => /[:[,]null/.test(JSON.stringify(value));

describe('the schema for editors', () => {
  it('is there for every API, for files of any claims and for the environment', () => {
    expect([...schemas.keys()].toSorted()).toEqual(
      [
        ...Object.values(platform.apis).map(({ kind, version }) => `${kind.toLowerCase()}-${version}.json`),
        'claims.json',
        'environment.json',
      ].toSorted(),
    );
  });

  it.for(claimsTable.filter(({ valid, claim }) => valid && !hasNull(claim)))(
    'accepts what the API server accepts: $reason',
    ({ claim }) => {
      expect(accepts(claim), JSON.stringify(accepts.errors)).toBe(true);
    },
  );

  it('refuses every mistake that JSON Schema can express', () => {
    const passed = claimsTable.filter(({ valid, claim }) => !valid && accepts(claim)).map(({ reason }) => reason);
    expect(passed.toSorted()).toEqual(Object.values(beyond).flat().toSorted());
  });

  it.each(Object.values(platform.apis))('of $kind accepts what the API server accepts, and refuses the rest', (api) => {
    const claimOf = (spec: unknown) => ({
      apiVersion: `${platform.group}/${api.version}`,
      kind: api.kind,
      metadata: { name: 'drawn' },
      spec,
    });
    const validate = schemaOf(api);
    const property = (specs: fc.Arbitrary<unknown>, holds: (spec: never) => boolean) =>
      fc.assert(
        fc.property(specs, (spec) => hasNull(spec) || holds(spec as never)),
        { numRuns: 150, seed: 1 },
      );
    property(validSpecs(api), (spec) => validate(claimOf(spec)));
    const structural = { ...api, spec: withoutRules(api.spec) } as AnyApi;
    property(invalidSpecs(api), (spec) => issuesOf(structural, spec).length === 0 || !validate(claimOf(spec)));
  });
});

/** The schema without its rules, which are in CEL. */
function withoutRules<N extends Node>(node: N): N {
  const inner: object =
    node.kind === 'object'
      ? { fields: Object.fromEntries(Object.entries(node.fields).map(([name, field]) => [name, withoutRules(field)])) }
      : node.kind === 'map'
        ? { values: withoutRules(node.values) }
        : node.kind === 'array'
          ? { items: withoutRules(node.items) }
          : {};
  return { ...node, rules: [], ...inner };
}
