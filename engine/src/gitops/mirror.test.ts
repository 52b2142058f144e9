/** What a cluster is given that pulls from a mirror. */
import { describe, expect, it } from 'vitest';
import type { File } from '../files.ts';
import type { Operator } from '../release/operator-list.ts';
import { readYaml, toYaml, toYamlStream } from '../yaml/index.ts';
import { gitopsFiles } from './bundle/bundle.ts';
import { readFleet } from './fleet/index.ts';
import { inventoryOf, inventoryText } from './inventory.ts';
import { changeLines, switchChanges } from './switch/changes.ts';
import { madeCluster, madeOperators, madeSource, madeVersion, withFiles } from './testing/made-fleet.ts';

const mirror = 'registry.internal.example/platform';
const digest = `sha256:${'b'.repeat(64)}`;
const brewer: Operator = {
  name: 'brewer',
  version: '1.2.3',
  groups: ['brew.example.org'],
  namespace: 'brew-system',
  chart: { image: 'charts.example.org/brewer', version: '4.5.6', digest },
};

const imageConfig = (name: string, prefix: string, settings: object) => ({
  apiVersion: 'pkg.crossplane.io/v1beta1',
  kind: 'ImageConfig',
  metadata: { name },
  spec: { matchImages: [{ type: 'Prefix', prefix }], ...settings },
});
const pods = { runtime: { configRef: { name: 'acme-functions' } } };
const signed = (name: string) => ({ verification: { provider: 'Cosign', cosign: { authorities: [{ name }] } } });

/** A bundle with settings for pods and signatures, as a platform with signers has it. */
const bundle = (signer: string): readonly File[] => [
  { path: 'install/local/kustomization.yaml', content: toYaml({ resources: ['image-config.yaml'] }) },
  {
    path: 'install/local/image-config.yaml',
    content: toYamlStream([
      imageConfig('acme-functions', 'registry.acme.example/acme-functions-', pods),
      imageConfig('acme-signatures', 'registry.acme.example/', signed(signer)),
      imageConfig('acme-pulls', 'registry.acme.example/', { registry: {} }),
    ]),
  },
];

const fleetOf = (...clusters: readonly File[]): readonly File[] => [
  madeSource,
  ...clusters,
  ...madeVersion('0.1.0', [...bundle('ann'), ...madeOperators('local', [brewer])]),
  ...madeVersion('0.2.0', [
    ...bundle('bea'),
    ...madeOperators('local', [{ ...brewer, chart: { ...brewer.chart!, image: 'charts.example.org/next' } }]),
  ]),
];

interface Made {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

const built = (files: readonly File[]): Promise<ReadonlyMap<string, readonly Made[]>> =>
  withFiles(files, async (folder) => {
    const made = gitopsFiles(await readFleet(folder));
    return new Map(
      made.map(({ path, content }) => [
        path,
        readYaml(String(content)).documents.map(
          (document) => ('value' in document ? document.value : undefined) as Made,
        ),
      ]),
    );
  });

const behind = madeCluster('dev', { mirror });

describe('a cluster behind a mirror', () => {
  it('is given ImageConfigs that rewrite every registry, and what the bundle says of pods and signatures once more', async () => {
    const files = await built(fleetOf(behind));
    const expected = [
      imageConfig('acme-airgap-registry.acme.example', 'registry.acme.example/', {
        rewriteImage: { prefix: `${mirror}/` },
      }),
      imageConfig('acme-functions-mirror', `${mirror}/acme-functions-`, pods),
      imageConfig('acme-signatures-mirror', `${mirror}/`, signed('ann')),
    ];
    expect(files.get('dev/flux/mirror.yaml')).toEqual(expected);
    expect(files.get('dev/argocd/mirror.yaml')).toEqual(expected);
    for (const controller of ['argocd', 'flux']) {
      expect(files.get(`dev/${controller}/kustomization.yaml`)).toMatchObject([
        { resources: expect.arrayContaining(['mirror.yaml']) },
      ]);
    }
  });

  it('does not redirect the cluster of Argo CD, if that is another one', async () => {
    const files = await built(fleetOf(madeCluster('dev', { mirror, server: 'https://dev.acme.example:6443' })));
    expect(files.get('dev/argocd/mirror.yaml')).toHaveLength(3);
    expect(files.get('dev/argocd/kustomization.yaml')).toMatchObject([
      { resources: ['projects.yaml', 'operators.yaml', 'applications.yaml'] },
    ]);
  });

  it('has the charts of its operators from there, by the same digests', async () => {
    const files = await built(fleetOf(behind));
    const url = `oci://${mirror}/brewer`;
    const [project, application] = files.get('dev/argocd/operators.yaml') ?? [];
    expect(project?.spec).toMatchObject({ sourceRepos: [url] });
    expect(application?.spec).toMatchObject({ source: { repoURL: url, targetRevision: digest } });
    const [operators] = files.get('dev/flux/kustomizations.yaml') ?? [];
    const { patches = [] } = Object(operators?.spec) as { patches?: readonly { target: object; patch: string }[] };
    expect(patches.map(({ target, patch }) => ({ target, patch: JSON.parse(patch) as unknown }))).toEqual([
      {
        target: { kind: 'OCIRepository', name: 'acme-brewer' },
        patch: {
          apiVersion: 'source.toolkit.fluxcd.io/v1',
          kind: 'OCIRepository',
          metadata: { name: 'acme-brewer' },
          spec: { url },
        },
      },
    ]);
  });

  it('differs from one without a mirror in nothing else', async () => {
    const [with_, without] = [await built(fleetOf(behind)), await built(fleetOf(madeCluster('dev')))];
    const differing = [...with_.keys()].filter(
      (path) => JSON.stringify(with_.get(path)) !== JSON.stringify(without.get(path)),
    );
    expect([...without.keys()].filter((path) => !with_.has(path))).toEqual([]);
    expect(differing.toSorted()).toEqual([
      'dev/argocd/kustomization.yaml',
      'dev/argocd/mirror.yaml',
      'dev/argocd/operators.yaml',
      'dev/flux/kustomization.yaml',
      'dev/flux/kustomizations.yaml',
      'dev/flux/mirror.yaml',
    ]);
  });

  it('shows a switch with the ImageConfigs for the mirror, and the inventory has its addresses', () =>
    withFiles(fleetOf(behind, madeCluster('open')), async (folder) => {
      const fleet = await readFleet(folder);
      const [old, now] = fleet.versions;
      const lines = changeLines(switchChanges(folder, [old!, now!], fleet.clusters[0]!));
      expect(lines.filter((line) => /ImageConfig|url/.test(line)).map((line) => line.trim())).toEqual([
        '~ ImageConfig acme-signatures',
        '~ ImageConfig acme-signatures-mirror',
        `spec.url: "oci://${mirror}/brewer" → "oci://${mirror}/next"`,
      ]);
      const rows = inventoryOf(fleet);
      expect(rows.map((row) => ({ mirror: row.mirror, packages: row.packages }))).toEqual([
        { mirror, packages: [expect.stringContaining(`${mirror}/acme-local@sha256:`)] },
        { mirror: undefined, packages: [expect.stringContaining('registry.acme.example/acme-local@sha256:')] },
      ]);
      expect(inventoryText(rows)).toMatch(/^cluster .* mirror +apps$/m);
    }));
});
