/** Where things live inside, by the rules of Crossplane. */
import { array, assert, constantFrom, integer, property, record, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../xpkg/digest.ts';
import { textContent } from '../../xpkg/tar.ts';
import { readYaml } from '../../yaml/index.ts';
import type { ReleaseYaml } from '../verify/release-yaml.ts';
import type { Entry } from './entries.ts';
import { imageConfigs, innerPlace, refuseShared } from './inner.ts';

interface ImageConfig {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly matchImages: readonly { readonly prefix: string }[];
    readonly rewriteImage?: { readonly prefix: string };
    readonly runtime?: { readonly configRef: { readonly name: string } };
  };
}

/** RewritePath of Crossplane (crossplane-runtime v2.4.0 pkg/xpkg/config.go): the longest prefix of all chooses, and is replaced. */
function rewritten(configs: readonly ImageConfig[], image: string): string {
  const [best] = configs
    .filter(({ spec }) => spec.rewriteImage !== undefined)
    .flatMap(({ spec }) => spec.matchImages.map(({ prefix }) => ({ prefix, by: spec.rewriteImage!.prefix })))
    .filter(({ prefix }) => image.startsWith(prefix))
    .toSorted((a, b) => b.prefix.length - a.prefix.length);
  return best === undefined ? image : best.by + image.slice(best.prefix.length);
}

const repository = 'registry.example.org/platform/platform-functions-0-1-0';
const release: ReleaseYaml = {
  platform: 'platform',
  version: '0.1.0',
  group: 'platform.example.org',
  packages: [
    {
      name: 'platform-functions-0-1-0',
      kind: 'Function',
      repository,
      tag: 'v0.1.0',
      digest: digestOf(textContent('function')),
      size: 1,
      platforms: [],
      releasable: true,
    },
  ],
  lock: { models: [], providers: [], functions: [], operators: [], charts: [], images: [] },
  requirements: { crossplane: '>=v2.4.0', kinds: {} },
};
const configsOf = (entries: readonly Entry[], to: string): ImageConfig[] =>
  readYaml(imageConfigs(release, entries, to)).documents.flatMap((document) =>
    'value' in document ? [document.value as ImageConfig] : [],
  );

const word = string({ unit: constantFrom('a', 'b', '-x', '9'), minLength: 1, maxLength: 3 }).filter(
  (text) => !text.startsWith('-'),
);
const host = tuple(word, constantFrom('', ':5000')).map(([name, port]) => `${name}.example.org${port}`);
const entry = record({
  host,
  path: array(word, { minLength: 1, maxLength: 3 }),
  kind: constantFrom('package', 'provider', 'function'),
  version: integer({ min: 0, max: 3 }).map((number) => `v${number}`),
}).map(({ path, kind, ...place }): Entry => {
  const reference = { ...place, repository: path.join('/') };
  return { kind, reference, digest: digestOf(textContent(JSON.stringify(reference))) };
});
const mirror = tuple(host, array(word, { maxLength: 2 })).map((parts) => parts.flat().join('/'));

describe('the ImageConfigs of a bundle', () => {
  it('let Crossplane rewrite every reference, by tag and by digest, to where the bundle is loaded', () => {
    assert(
      property(array(entry, { minLength: 1, maxLength: 6 }), mirror, (entries, to) => {
        const configs = configsOf(entries, to);
        expect(new Set(configs.map(({ metadata }) => metadata.name)).size).toBe(configs.length);
        for (const { reference, digest } of entries) {
          const inside = innerPlace(reference, to);
          for (const version of [`:${reference.version}`, `@${digest}`]) {
            const image = `${reference.host}/${reference.repository}${version}`;
            expect(rewritten(configs, image)).toBe(`${inside.host}/${inside.repository}${version}`);
          }
        }
      }),
    );
  });

  it('give the Function its settings at its new address, also in other versions', () => {
    const runtime = configsOf([], 'inner.example.org/mirror').find(({ spec }) => spec.runtime !== undefined);
    expect(runtime?.spec).toEqual({
      matchImages: [{ type: 'Prefix', prefix: 'inner.example.org/mirror/platform/platform-functions-' }],
      runtime: {
        configRef: {
          apiVersion: 'pkg.crossplane.io/v1beta1',
          kind: 'DeploymentRuntimeConfig',
          name: 'platform-functions',
        },
      },
    });
  });

  it('say nothing of what Kubernetes pulls', () => {
    const image: Entry = {
      kind: 'image',
      reference: { host: 'ghcr.io', repository: 'toys/toy', version: 'v1' },
      digest: digestOf(textContent('image')),
    };
    expect(imageConfigs(release, [image], 'inner.example.org')).not.toContain('ghcr.io');
  });
});

describe('an inner registry', () => {
  it.each(['inner', 'inner.example.org/', 'https://inner.example.org', '', 'inner.example.org/a b'])(
    'is not %j',
    (to) => expect(() => innerPlace({ host: 'a.example.org', repository: 'b' }, to)).toThrow(`${to} is no registry`),
  );

  it('has one place for the same bytes of two registries', () => {
    const digest = digestOf(textContent('same'));
    const at = (outside: string): Entry => ({
      kind: 'image',
      reference: { host: outside, repository: 'toys/toy', version: 'v1' },
      digest,
    });
    expect(() => refuseShared([at('a.example.org'), at('b.example.org')], 'inner.example.org')).not.toThrow();
  });
});
