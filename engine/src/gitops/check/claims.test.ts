import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { File } from '../../files.ts';
import { toYaml, toYamlStream } from '../../yaml/index.ts';
import { madeApp, madeCluster, madeSource, madeVersion, withFiles } from '../testing/made-fleet.ts';
import { checkFleet } from './check.ts';
import type { AskRelease } from './released.ts';

const facts = {
  apiVersion: 'apiextensions.crossplane.io/v1beta1',
  kind: 'EnvironmentConfig',
  metadata: { name: 'acme' },
  data: { catalogue: ['fences'] },
};
const prod = { environment: 'prod', after: 'dev', facts: 'facts/prod/environment.yaml' };
const usual: readonly File[] = [
  madeSource,
  madeCluster('dev'),
  madeCluster('prod', prod),
  madeApp('shop'),
  { path: 'facts/prod/environment.yaml', content: toYaml(facts) },
  ...madeVersion('0.1.0'),
];

const claim = (
  kind: string,
  more: { readonly version?: string; readonly namespace?: string; readonly group?: string } = {},
) => ({
  apiVersion: `${more.group ?? 'platform.acme.example'}/${more.version ?? 'v1alpha1'}`,
  kind,
  metadata: { name: 'one', ...(more.namespace !== undefined && { namespace: more.namespace }) },
});
/** The file that a cluster of the environment syncs. */
const synced = (environment: string, ...objects: readonly object[]): File => ({
  path: `shop/environments/${environment}/claims.yaml`,
  content: toYamlStream(objects),
});

/** A release that refuses nothing. */
const content: AskRelease = async (_, questions) => questions.map(() => ({ refusals: [] }));

const checked = (files: readonly File[], ask: AskRelease = content) =>
  withFiles([...usual.filter(({ path }) => !files.some((file) => file.path === path)), ...files], async (folder) => {
    const { findings: found, unchecked } = await checkFleet(folder, {
      claims: { folders: new Map([['shop', join(folder, 'shop')]]), ask },
    });
    const lines = found.map(({ file, message }) => `${file.slice(folder.length + 1)} ${message}`);
    return { findings: lines.map((line) => line.replaceAll(`${folder}/`, '')), unchecked };
  });

/** The findings in the claims of the shop, each with its file relative to the folder of all. */
const findings = async (files: readonly File[], ask?: AskRelease) => (await checked(files, ask)).findings;

describe('the claims in the repository of an application', () => {
  it('are no finding if each cluster takes them', async () => {
    const files = [
      synced('dev', claim('Fence'), claim('Store', { version: 'v1beta1', namespace: 'team-a' })),
      synced('prod', claim('Fence')),
      { path: 'shop/environments/prod/kustomization.yaml', content: 'kind: Kustomization\nresources: [claims.yaml]\n' },
    ];
    expect(await findings(files)).toEqual([]);
  });

  it.each([
    {
      reason: 'one outside the catalogue of the environment',
      objects: [claim('Fence'), claim('Store')],
      says: 'claims.yaml:7:1 has the Store one, which prod refuses: stores is not offered in namespaces of teams here, only fences; make one of these in its place',
    },
    {
      reason: 'one in a List',
      objects: [{ apiVersion: 'v1', kind: 'List', items: [claim('Store')] }],
      says: 'claims.yaml:5:3 has the Store one, which prod refuses: stores is not offered in namespaces of teams here, only fences; make one of these in its place',
    },
    {
      reason: 'one of a kind that the version of the cluster does not have',
      objects: [claim('Gate')],
      says: 'claims.yaml:2:1 has the Gate one, and version 0.1.0, which prod runs, offers no such kind: take it out',
    },
    {
      reason: 'an object that is no claim',
      objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: null }],
      says: 'claims.yaml:2:1 has the ConfigMap without a name, and version 0.1.0, which prod runs, offers no such kind: take it out',
    },
    {
      reason: 'one of another platform',
      objects: [claim('Fence', { group: 'other.example.org' })],
      says: 'claims.yaml:2:1 has the Fence one, and version 0.1.0, which prod runs, offers no such kind: take it out',
    },
    {
      reason: 'one in a version that is not served',
      objects: [claim('Store', { version: 'v2' })],
      says: 'claims.yaml:2:1 has the Store one in v2, and version 0.1.0, which prod runs, serves v1alpha1 and v1beta1: write one of these',
    },
    {
      reason: 'one in no namespace',
      objects: [claim('Yard')],
      says: 'claims.yaml:2:1 has the Yard one, which is in no namespace: take it out, or say `clusterScoped: true` in apps/shop.yaml',
    },
    {
      reason: 'one in the namespace of others',
      objects: [claim('Fence', { namespace: 'team-b' })],
      says: 'claims.yaml:2:1 has the Fence one in the namespace team-b, and apps/shop.yaml says team-a: give both one',
    },
    {
      reason: 'one of the same name as another',
      objects: [claim('Fence'), claim('Fence', { namespace: 'team-a' })],
      says: 'claims.yaml:7:1 has the Fence one, which is in shop/environments/prod/claims.yaml:2:1 too: take one out',
    },
  ])('are a finding if there is $reason', async ({ objects, says }) => {
    expect(await findings([synced('dev', claim('Fence')), synced('prod', ...objects)])).toEqual([
      `shop/environments/prod/${says}`,
    ]);
  });

  it('may be in no namespace if the file of the application says so', async () => {
    const files = [
      madeApp('shop', { clusterScoped: 'true' }),
      synced('dev', claim('Yard')),
      synced('prod', claim('Yard')),
    ];
    expect(await findings(files)).toEqual([]);
  });

  it('are looked at in the clusters alone that sync them', async () => {
    const files = [madeApp('shop', { environments: '[prod]' }), synced('prod', claim('Fence'))];
    expect(await findings(files)).toEqual([]);
  });

  it('are a finding if a cluster has no folder of them, or one that cannot be read', async () => {
    const broken = { path: 'shop/environments/prod/claims.yaml', content: 'a: b: c\n' };
    expect(await findings([broken])).toEqual([
      'shop/environments/dev is not there, and dev syncs it',
      expect.stringMatching(/^shop\/environments\/prod\/claims\.yaml:1:5 cannot be read: /),
    ]);
  });

  it.each([
    { reason: 'no claim in any file', files: [{ path: 'shop/environments/prod/claims.yaml', content: '# soon\n' }] },
    { reason: 'a List of nothing', files: [synced('prod', { apiVersion: 'v1', kind: 'List', items: [] })] },
  ])('are a finding if a cluster would sync $reason', async ({ files }) => {
    expect(await findings([synced('dev', claim('Fence')), ...files])).toEqual([
      'shop/environments/prod has no claim, and prod syncs it: write one, or take prod out of `environments` in apps/shop.yaml',
    ]);
  });

  it('are a finding if items are no list', async () => {
    const list = { apiVersion: 'v1', kind: 'List', items: { one: claim('Store') } };
    expect(await findings([synced('dev', claim('Fence')), synced('prod', list)])).toEqual([
      expect.stringContaining('has the List without a name'),
    ]);
  });

  it.each([
    { reason: 'not YAML', content: 'a: b: c\n', says: /^.*prod\/environment\.yaml:1:5: / },
    { reason: 'not UTF-8', content: Buffer.from('a: caf\xE9\n', 'latin1'), says: /:1:1: this is not UTF-8 text$/ },
    { reason: 'empty', content: '', says: /environment\.yaml has no EnvironmentConfig acme$/ },
    {
      reason: 'the facts of another platform',
      content: toYaml({ ...facts, metadata: { name: 'b' } }),
      says: /has no EnvironmentConfig acme$/,
    },
    {
      reason: 'a List with a number for items',
      content: 'apiVersion: v1\nkind: List\nitems: 5\n',
      says: /has no EnvironmentConfig acme$/,
    },
    {
      reason: 'a catalogue that is a text',
      content: toYaml({ ...facts, data: { catalogue: 'fences' } }),
      says: /data\.catalogue is no list of texts$/,
    },
    {
      reason: 'a catalogue of numbers',
      content: toYaml({ ...facts, data: { catalogue: [1] } }),
      says: /data\.catalogue is no list of texts$/,
    },
  ])('cannot be judged if the facts of a cluster are $reason', async ({ content, says }) => {
    const files = [synced('dev', claim('Fence')), synced('prod', claim('Fence'))];
    const broken = { path: 'facts/prod/environment.yaml', content };
    await expect(findings([...files, broken])).rejects.toThrow(says);
  });

  it('are of an application of the fleet', () =>
    withFiles(usual, async (folder) => {
      const claims = { folders: new Map([['shoe', 'shop']]), ask: content };
      await expect(checkFleet(folder, { claims })).rejects.toThrow(`${folder} has no application shoe`);
    }));
});

describe('the release that a cluster runs', () => {
  const both = [synced('dev', claim('Fence')), synced('prod', claim('Gate'), claim('Fence'))];
  const beyond = { path: 'metadata.name', message: 'longer than 2', hint: 'shorten it' };

  it('is asked once for all clusters that run it, with the facts of each and the claims that it serves', async () => {
    const asked: Parameters<AskRelease>[] = [];
    await checked(both, async (...args) => {
      asked.push(args);
      return content(...args);
    });
    expect(asked.map(([{ version }, questions]) => ({ version, questions }))).toEqual([
      {
        version: '0.1.0',
        questions: [
          { flavour: 'namespaced', claims: [claim('Fence')] },
          { flavour: 'namespaced', environment: facts, claims: [claim('Fence')] },
        ],
      },
    ]);
  });

  it('says what its cluster refuses, at the place of the field', async () => {
    const refusing: AskRelease = async (_, [dev, ...others]) => [
      ...(dev === undefined ? [] : [{ refusals: [] }]),
      ...others.map(() => ({ refusals: [{ claim: 0, ...beyond }] })),
    ];
    expect(await findings(both, refusing)).toEqual([
      expect.stringContaining('has the Gate one'),
      'shop/environments/prod/claims.yaml:10:3 has the Fence one, which prod refuses: metadata.name: longer than 2; shorten it',
    ]);
  });

  it('does not repeat what the fleet knows by itself', async () => {
    const repeating: AskRelease = async (_, questions) =>
      questions.map(() => ({ refusals: [{ claim: 0, path: 'kind', message: 'not offered' }] }));
    expect(await findings([synced('dev', claim('Fence')), synced('prod', claim('Store'))], repeating)).toEqual([
      expect.stringContaining('stores is not offered in namespaces of teams here'),
    ]);
  });

  it('may be silent, and facts may be missing: then the result says what was not checked', async () => {
    const silent: AskRelease = async (_, questions) => questions.map(() => ({ silent: 'it has no kit' }));
    expect((await checked(both, silent)).unchecked).toEqual([
      {
        cluster: 'dev',
        app: 'shop',
        by: ['limits', 'catalogue'],
        reason: 'clusters/dev.yaml names no facts with an EnvironmentConfig acme',
      },
      { cluster: 'dev', app: 'shop', by: ['fields'], reason: 'it has no kit' },
      { cluster: 'prod', app: 'shop', by: ['fields', 'limits'], reason: 'it has no kit' },
    ]);
  });

  it('is not asked about a cluster without claims', async () => {
    const never: AskRelease = () => Promise.reject(new Error('nobody may ask'));
    const { findings: found, unchecked } = await checked([synced('dev'), synced('prod')], never);
    expect(found).toEqual(['dev', 'prod'].map((name) => expect.stringContaining(`has no claim, and ${name} syncs it`)));
    expect(unchecked).toEqual([]);
  });
});
