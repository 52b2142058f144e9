/** Makes fleets for tests: a version as `planesmith gitops publish` writes it, and files of clusters. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type File, writeFiles } from '../../files.ts';
import { chartObjects } from '../../release/chart-file.ts';
import { checksums } from '../../release/checksums.ts';
import { isCharted, type Operator } from '../../release/operator-list.ts';
import { type Flavour, flavours } from '../../schema/index.ts';
import { toYaml, toYamlStream } from '../../yaml/index.ts';
import { fluxOperators } from '../publish/operators.ts';
import { packageObjects } from '../publish/packages.ts';
import type { ClaimKind } from '../publish/kinds.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const group = 'platform.acme.example';

/** The files of a version with one package for each of two targets and flavours, and with these in place of the usual ones. */
export function madeVersion(version: string, files: readonly File[] = []): readonly File[] {
  const cells = ['aws', 'local'].flatMap((target) => flavours.map((flavour) => ({ target, flavour })));
  const packages = cells.map(({ target, flavour }) => ({
    name: `acme-${target}${flavour === 'claims' ? '-claims' : ''}`,
    kind: 'Configuration' as const,
    repository: `registry.acme.example/acme-${target}`,
    tag: `v${version}`,
    digest,
    size: 1,
    platforms: ['linux/amd64'],
    releasable: true,
    flavour,
    targets: [target],
    apis: ['fence'],
  }));
  const kinds = { aws: [{ apiVersion: 'ec2.example.org/v1beta1', kind: 'SecurityGroup' }], local: [] };
  const release = {
    platform: 'acme',
    version,
    group,
    packages,
    lock: { models: [] },
    requirements: { crossplane: '>=v2.4.0', kinds },
  };
  const usual: readonly File[] = [
    { path: 'release.yaml', content: toYaml(release) },
    ...cells.flatMap(({ target, flavour }, index) => {
      const folder = `packages/${target}-${flavour}`;
      return [
        listOf(folder, 'packages.yaml'),
        {
          path: `${folder}/packages.yaml`,
          content: toYamlStream(packageObjects('acme', packages.slice(index, index + 1))),
        },
        { path: `${folder}/kinds.yaml`, content: toYaml(kindsOf(flavour)) },
      ];
    }),
    ...['aws', 'local'].flatMap((target) => [
      listOf(`install/${target}`, 'rbac.yaml'),
      { path: `install/${target}/rbac.yaml`, content: toYamlStream(bundle) },
    ]),
  ];
  const own = [...usual.filter(({ path }) => !files.some((file) => file.path === path)), ...files];
  return [...own, checksums(own)].map(({ path, content }) => ({ path: `versions/${version}/${path}`, content }));
}

/** The files of a version that brings these operators to a target, as `planesmith gitops publish` writes them. */
export function madeOperators(target: string, operators: readonly Operator[]): readonly File[] {
  const folder = `operators/${target}`;
  const objects = chartObjects('operators', (chart) => fluxOperators(chart, 'acme', operators.filter(isCharted)));
  return [
    listOf(folder, 'flux.yaml'),
    { path: `${folder}/flux.yaml`, content: toYamlStream(objects) },
    { path: `${folder}/operators.yaml`, content: toYaml({ operators }) },
  ];
}

const bundle = [
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'acme' }, rules: [] },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'acme', namespace: 'crossplane-system' },
    spec: { maxUnavailable: 1 },
  },
];

/** A kind without data, one with data and two versions, and one whose claims are in no namespace. */
function kindsOf(flavour: Flavour): readonly ClaimKind[] {
  const xr = (kind: string) => (flavour === 'claims' ? { xr: `X${kind}` } : {});
  const common = { group, versions: ['v1alpha1'], scope: 'Namespaced' as const, flavour };
  return [
    { ...common, kind: 'Fence', plural: 'fences', ...xr('Fence'), holdsData: false },
    { ...common, kind: 'Store', plural: 'stores', ...xr('Store'), versions: ['v1alpha1', 'v1beta1'], holdsData: true },
    { ...common, kind: 'Yard', plural: 'yards', scope: 'Cluster', flavour: 'namespaced', holdsData: true },
  ];
}

function listOf(folder: string, ...resources: readonly string[]): File {
  return { path: `${folder}/kustomization.yaml`, content: toYaml({ kind: 'Kustomization', resources }) };
}

/** The file of a cluster: these lines of it in place of the usual ones, or without one that is undefined. */
export function madeCluster(name: string, lines: Readonly<Record<string, string | undefined>> = {}): File {
  const fields = { name, environment: 'dev', target: 'local', flavour: 'namespaced', version: '0.1.0', ...lines };
  return { path: `clusters/${name}.yaml`, content: linesOf(fields) };
}

/** The same for the repository of an application. */
export function madeApp(name: string, lines: Readonly<Record<string, string | undefined>> = {}): File {
  const repository = `https://git.acme.example/${name}.git`;
  const fields = { name, repository, path: 'environments/{environment}', namespace: 'team-a', ...lines };
  return { path: `apps/${name}.yaml`, content: linesOf(fields) };
}

function linesOf(fields: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return given.map(([field, value]) => `${field}: ${value}\n`).join('');
}

/** The file that says where the fleet is. */
export const madeSource: File = {
  path: 'fleet.yaml',
  content: 'repository: https://git.acme.example/operations.git\npath: gitops\n',
};

/** Calls `use` with a new folder that has these files, and removes it. */
export async function withFiles<T>(files: readonly File[], use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'planesmith-fleet-'));
  try {
    await writeFiles(folder, files);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
