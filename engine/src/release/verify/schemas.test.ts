import { expect, it } from 'vitest';
import { deprecated, object, optional, string, toJsonSchema, toStructural } from '../../schema/index.ts';
import { textContent } from '../../xpkg/tar.ts';
import { valueFiles } from '../../xpkg/verify/files.ts';
import { Findings } from './findings.ts';
import { checkSchemas } from './schemas.ts';

const field = (instead: string) =>
  deprecated(optional(string('What it is.', { maxLength: 9 })), { instead, since: '2027-01-31', sunset: '2027-05-01' });
const spec = (instead: string) =>
  object({ old: field(instead), cut: optional(object({ old: field(instead) }, { description: 'How it is cut.' })) });

/** What is found if editors are told of one deprecation, and the definition of another. */
async function found(editors: string, definition: string) {
  const findings = new Findings();
  const schema = {
    properties: {
      apiVersion: { const: 'toys.example.org/v1alpha1' },
      kind: { const: 'Widget' },
      spec: toJsonSchema(spec(editors)),
    },
  };
  const version = {
    name: 'v1alpha1',
    referenceable: true,
    schema: { openAPIV3Schema: { properties: { spec: toStructural(spec(definition)) } } },
  };
  const crd = {
    apiVersion: 'apiextensions.crossplane.io/v2',
    kind: 'CompositeResourceDefinition',
    metadata: { name: 'widgets.toys.example.org' },
    spec: { group: 'toys.example.org', names: { kind: 'Widget' }, versions: [version] },
  };
  const entry = {
    name: 'toys-local',
    kind: 'Configuration' as const,
    repository: '',
    tag: 'v1.2.3',
    digest: '',
    size: 0,
    platforms: [],
    releasable: true,
  };
  const files = valueFiles([{ path: 'schemas/widget-v1alpha1.json', content: textContent(JSON.stringify(schema)) }]);
  const objects = [{ object: crd, file: 'definition.yaml' }];
  await checkSchemas(findings, files, [{ entry, images: [], meta: undefined, objects }]);
  return findings.list.map(({ path, message }) => `${path}: ${message}`);
}

it('accepts a deprecated field, of which editors are told by a keyword and clusters by the description', async () => {
  expect(await found('spec.new', 'spec.new')).toEqual([]);
});

it('finds that editors are told of another deprecation than clusters', async () => {
  const findings = await found('spec.new', 'spec.newer');
  expect(findings).toHaveLength(2);
  expect(findings[0]).toContain('use spec.new;');
});
