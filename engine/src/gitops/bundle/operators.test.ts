/** What the controllers of a cluster are given to install the operators of its version. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { File } from '../../files.ts';
import { checkComposed } from '../../models/check/check-composed.ts';
import type { JsonSchema } from '../../models/json-schema.ts';
import type { Operator } from '../../release/operator-list.ts';
import { readYaml } from '../../yaml/index.ts';
import { readFleet } from '../fleet/index.ts';
import { bundledObjects } from '../objects.ts';
import { changeLines, switchChanges } from '../switch/changes.ts';
import { madeCluster, madeOperators, madeSource, madeVersion, withFiles } from '../testing/made-fleet.ts';
import { gitopsFiles } from './bundle.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const brewer: Operator = {
  name: 'brewer',
  version: '1.2.3',
  groups: ['brew.example.org'],
  namespace: 'brew-system',
  chart: { image: 'registry.acme.example/charts/brewer', version: '4.5.6', digest: digest('b') },
  values: { watch: ['a'], 'a.b': true },
};
const baker: Operator = {
  name: 'baker',
  version: '2.0.0',
  groups: ['bake.example.org'],
  namespace: 'baker',
  chart: { image: 'registry.acme.example/charts/baker', version: '2.0.1', digest: 'unresolved' },
};
/** No chart of the lock installs it. */
const carver: Operator = { name: 'carver', version: '1.0.0', groups: ['carve.example.org'] };
const all = madeOperators('local', [brewer, baker, carver]);
const fleetOf = (lines: Readonly<Record<string, string>> = {}, files: readonly File[] = all): readonly File[] => [
  madeSource,
  madeCluster('dev', lines),
  ...madeVersion('0.1.0', files),
];

interface Made {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: object };
  readonly spec: object;
}

const objectsOf = (text: string) =>
  readYaml(text).documents.map((document) => ('value' in document ? document.value : undefined) as Made);

/** The objects of all files that a build makes, by path. */
const built = (files: readonly File[]): Promise<ReadonlyMap<string, readonly Made[]>> =>
  withFiles(files, async (folder) => {
    const made = gitopsFiles(await readFleet(folder));
    return new Map(made.map(({ path, content }) => [path, objectsOf(String(content))]));
  });

const published = objectsOf(String(all.find(({ path }) => path.endsWith('flux.yaml'))?.content));
const schemaOf = (kind: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../testing/schemas', `${kind}.json`), 'utf8')) as JsonSchema;

describe('the operators of a version', () => {
  it('are valid by the schemas of Flux, each by the digest of its chart, or by its version if nobody knows that', () => {
    expect(published.flatMap((object) => checkComposed(schemaOf(object.kind), object))).toEqual([]);
    expect(published.filter(({ kind }) => kind === 'OCIRepository')).toMatchObject([
      { metadata: { name: 'acme-brewer' }, spec: { ref: { digest: digest('b') } } },
      { metadata: { name: 'acme-baker' }, spec: { ref: { tag: '2.0.1' } } },
    ]);
  });

  it('are releases that Flux shares with Helm, in the namespace and with the values of the platform', () => {
    expect(published.find(({ kind }) => kind === 'HelmRelease')).toMatchObject({
      metadata: { name: 'acme-brewer', namespace: 'flux-system' },
      spec: {
        chartRef: { kind: 'OCIRepository', name: 'acme-brewer' },
        releaseName: 'brewer',
        targetNamespace: 'brew-system',
        storageNamespace: 'brew-system',
        values: { watch: ['a'], 'a.b': true },
      },
    });
  });

  it('stay if their file goes, since their kinds could go with them', () => {
    for (const { metadata } of published) {
      expect(metadata.annotations).toMatchObject({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
    }
  });

  it('are there in Flux before what needs their kinds', async () => {
    const kustomizations = (await built(fleetOf())).get('dev/flux/kustomizations.yaml');
    expect(kustomizations?.slice(0, 2)).toMatchObject([
      { metadata: { name: 'acme-operators' }, spec: { path: './gitops/versions/0.1.0/operators/local', wait: true } },
      { metadata: { name: 'acme-install' }, spec: { dependsOn: [{ name: 'acme-operators' }] } },
    ]);
  });

  it('are an Application each, by the same digests, in a project of their own', async () => {
    const objects = (await built(fleetOf())).get('dev/argocd/operators.yaml') ?? [];
    expect(objects.flatMap((object) => checkComposed(schemaOf(object.kind), object))).toEqual([]);
    const repoURL = 'oci://registry.acme.example/charts/brewer';
    expect(objects).toMatchObject([
      {
        kind: 'AppProject',
        metadata: { name: 'acme-dev-operators' },
        spec: { sourceRepos: ['oci://registry.acme.example/charts/baker', repoURL] },
      },
      {
        metadata: { name: 'acme-dev-brewer', annotations: { 'argocd.argoproj.io/sync-wave': '-30' } },
        spec: {
          project: 'acme-dev-operators',
          source: {
            repoURL,
            targetRevision: digest('b'),
            path: '.',
            helm: { releaseName: 'brewer', valuesObject: { watch: ['a'], 'a.b': true } },
          },
          destination: { server: 'https://kubernetes.default.svc', namespace: 'brew-system' },
        },
      },
      { metadata: { name: 'acme-dev-baker' }, spec: { source: { targetRevision: '2.0.1' } } },
    ]);
  });

  it.each([
    { reason: 'its version brings none', files: fleetOf({}, []) },
    { reason: 'it brings none to this target', files: fleetOf({ target: 'aws' }) },
    { reason: 'none of them has a chart', files: fleetOf({}, madeOperators('local', [carver])) },
    { reason: 'its file wants none', files: fleetOf({ operators: '[]' }) },
  ])('are nothing at all for a cluster if $reason', async ({ files }) => {
    const made = await built(files);
    expect([...made.keys()].filter((path) => path.includes('operators'))).toEqual([]);
    expect(made.get('dev/flux/kustomizations.yaml')?.map(({ metadata }) => metadata.name)).toEqual([
      'acme-install',
      'acme-packages',
    ]);
    expect(made.get('dev/flux/kustomizations.yaml')?.[0]?.spec).not.toHaveProperty('dependsOn');
  });

  it('are left out that the file of the cluster does not name', async () => {
    const made = await built(fleetOf({ operators: '[brewer]' }));
    const [operators] = made.get('dev/flux/kustomizations.yaml') ?? [];
    const { patches } = operators!.spec as { patches: readonly { target: object; patch: string }[] };
    expect(patches.map(({ target }) => target)).toEqual([
      { kind: 'OCIRepository', name: 'acme-baker' },
      { kind: 'HelmRelease', name: 'acme-baker' },
    ]);
    expect(patches.map(({ patch }) => JSON.parse(patch) as object)).toMatchObject([
      { $patch: 'delete' },
      { $patch: 'delete' },
    ]);
    expect(made.get('dev/argocd/operators.yaml')?.map(({ metadata }) => metadata.name)).toEqual([
      'acme-dev-operators',
      'acme-dev-brewer',
    ]);
  });

  it('are a part of what a switch changes', () => {
    const now = { ...brewer, chart: { ...brewer.chart!, digest: digest('c') } };
    const files = [...fleetOf(), ...madeVersion('0.2.0', madeOperators('local', [now, baker]))];
    return withFiles(files, async (folder) => {
      const { versions, clusters } = await readFleet(folder);
      const lines = changeLines(switchChanges(folder, [versions[0]!, versions[1]!], clusters[0]!));
      expect(lines).toContain('~ OCIRepository flux-system/acme-brewer');
      expect(lines.join()).not.toContain('acme-baker');
      // The project of the platform has no rights to them.
      expect(bundledObjects(folder, versions[0]!, clusters[0]!).map(({ kind }) => kind)).not.toContain('HelmRelease');
    });
  });
});

describe('a cluster is refused', () => {
  it.each([
    { operators: '[brower]', says: '/clusters/dev.yaml:6:12: operators: 0.1.0 brings no operator brower to local' },
    { operators: '[carver]', says: 'brings no operator carver to local' },
    { operators: 'none', says: 'operators is no list' },
    { operators: '[{}]', says: 'operators is no list of texts' },
  ])('if its operators are $operators', ({ operators, says }) =>
    withFiles(fleetOf({ operators }), async (folder) => {
      await expect(readFleet(folder)).rejects.toMatchObject({ name: 'UserError', hint: expect.any(String) });
      await expect(readFleet(folder)).rejects.toThrow(says);
    }),
  );

  it('if an Application of an operator would have the name of another one', () =>
    withFiles([...fleetOf(), madeCluster('dev-brewer')], async (folder) => {
      const fleet = await readFleet(folder);
      expect(() => gitopsFiles(fleet)).toThrow('would both be named acme-dev-brewer');
    }));
});
