import { describe, expect, it } from 'vitest';
import { contractOf } from '../compare/contract.ts';
import { perTarget } from '../platform/package.ts';
import { platform } from '../platform/platform.ts';
import { type apis, functions, widget } from '../testing/widget.ts';
import { capabilitiesOf, capabilityFiles } from './capabilities.ts';

const end = { instead: 'v1beta1', since: '2027-01-01', sunset: '2027-06-30' };
const toysOf = (offered: typeof apis) =>
  platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.2.3',
    apis: offered,
    compositions: async () => ({ compositions: { widget: () => undefined } }),
    functions: async () => ({ functions }),
    packages: perTarget('toys', ['local', 'cloud']).filter(({ name }) => name !== 'toys-cloud-claims'),
  });
const toys = toysOf({
  widget: { ...widget, alsoServed: ['v1beta1'], deprecatedVersions: { v1alpha1: end } },
});

describe('the capability list of a release', () => {
  const { apis: listed } = capabilitiesOf(contractOf(toys, functions));

  it('has the versions, targets and flavours of each API', () => {
    expect(listed['Widget']).toMatchObject({
      versions: [
        { name: 'v1alpha1', stability: 'alpha', stored: true, deprecated: end },
        { name: 'v1beta1', stability: 'beta', stored: false },
      ],
      targets: {
        local: { packages: { namespaced: ['toys-local'], claims: ['toys-local-claims'] } },
        cloud: { packages: { namespaced: ['toys-cloud'] } },
      },
    });
    expect(listed['Widget']?.targets['cloud']?.packages).not.toHaveProperty('claims');
  });

  it('has every field of the spec with its limits, and every key of the Secret', () => {
    const fields = listed['Widget']?.fields ?? [];
    const paths = fields.map(({ path }) => path);
    const own = widget.spec.kind === 'object' ? Object.keys(widget.spec.fields) : [];
    expect(own.filter((name) => !paths.includes(`spec.${name}`))).toEqual([]);
    expect(fields.find(({ path }) => path === 'spec.size')).toMatchObject({ values: ['small', 'large'] });
    expect(paths).toContain('spec.connectionSecret.name');
    expect(listed['Widget']?.secretKeys).toEqual(widget.secret);
  });

  it('is JSON for programs and Markdown for people, with the same kinds', () => {
    const [json, markdown] = capabilityFiles(toys, functions).map(({ content }) => String(content));
    expect(JSON.parse(json ?? '')).toMatchObject({ platform: 'toys', version: '1.2.3', apis: listed });
    expect(markdown).toContain('| API | versions | local | cloud |');
    expect(markdown).toContain('| Widget | `v1alpha1` (deprecated), `v1beta1` | namespaced, claims | namespaced |');
    expect(markdown).toMatch(/^## Widget$/m);
  });
});
