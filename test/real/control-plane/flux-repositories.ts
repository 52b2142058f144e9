/** The repositories that Flux syncs in the test: that of the platform's operations, which selects a version, and those of applications. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toYaml, toYamlStream } from 'planesmith/xpkg';
import { platform } from '../../cases/platform.ts';
import { environmentConfig } from '../../cases/situation.ts';
import { branchTag, type RepositoryFiles } from './flux-artifact.ts';
import { fluxNamespace } from './flux.ts';
import type { Registry } from './packages.ts';

/** A version of the platform, as its build wrote it. */
export interface PublishedVersion {
  readonly version: string;
  readonly dist: string;
}

/** An application whose repository the cluster syncs. */
export interface Application {
  readonly name: string;
  readonly namespace: string;
  /** Whether Flux judges its claims by our expressions; else by its own rules. */
  readonly isJudged: boolean;
}

const target = 'local';
const pkg = `${platform.name}-${target}`;
/** The files of the bundle on either side of the package. */
const before = ['rbac.yaml', 'runtime.yaml', 'environment-policies.yaml'];
const after = ['roles.yaml', 'policies.yaml', 'usages.yaml'];

/** The names of the Kustomizations of the platform, in the order in which they become ready. */
export const waves = {
  cluster: 'cluster',
  packages: 'platform-packages',
  guards: 'platform-guards',
  facts: 'platform-facts',
} as const;

/** Everything of the operations repository, in which the cluster runs `selected`. */
export async function operationsRepository(
  registry: Registry,
  versions: readonly PublishedVersion[],
  { selected, applications }: { readonly selected: string; readonly applications: readonly Application[] },
): Promise<RepositoryFiles> {
  const files = await Promise.all(versions.map(filesOf));
  const at = (folder: string) => ({
    path: `./versions/${selected}/${folder}`,
    sourceRef: { kind: 'OCIRepository', name: 'operations' },
  });
  const objects = [
    kustomization(waves.packages, { ...at('packages'), healthCheckExprs: [configurationHealth] }),
    kustomization(waves.guards, { ...at('guards'), dependsOn: [{ name: waves.packages }] }),
    kustomization(waves.facts, { ...at('guards'), path: './facts', dependsOn: [{ name: waves.guards }] }),
    ...applications.flatMap(({ name, namespace, isJudged }) => [
      source(registry, name),
      kustomization(name, {
        path: './claims',
        targetNamespace: namespace,
        sourceRef: { kind: 'OCIRepository', name },
        dependsOn: [{ name: waves.facts }],
        patches: prunedNever,
        ...(isJudged && { healthCheckExprs: [claimHealth] }),
      }),
    ]),
  ];
  // The facts of a cluster are its own: those of the bundle are a sample with made-up values.
  const facts = toYaml(environmentConfig('local'));
  const own = { 'facts/environment.yaml': facts, 'clusters/test/flux.yaml': toYamlStream(objects) };
  return Object.assign({}, ...files, own);
}

/** What an administrator applies once: it lets Flux sync the cluster's folder of the operations repository. */
export function bootstrap(registry: Registry): object[] {
  const sourceRef = { kind: 'OCIRepository', name: 'operations' };
  return [
    source(registry, 'operations'),
    kustomization(waves.cluster, { path: './clusters/test', sourceRef, wait: false }),
  ];
}

async function filesOf({ version, dist }: PublishedVersion): Promise<RepositoryFiles> {
  const folder = `versions/${version}`;
  const read = (name: string) => readFile(join(dist, 'install', target, name), 'utf8');
  const configuration = {
    apiVersion: 'pkg.crossplane.io/v1',
    kind: 'Configuration',
    metadata: { name: pkg },
    spec: { package: `${platform.registry}/${pkg}:v${version}` },
  };
  const files: [string, string][] = [[`${folder}/packages/configuration.yaml`, toYaml(configuration)]];
  for (const name of before) files.push([`${folder}/packages/${name}`, await read(name)]);
  for (const name of after) files.push([`${folder}/guards/${name}`, await read(name)]);
  return Object.fromEntries(files);
}

function source({ host }: Registry, name: string): object {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: { name, namespace: fluxNamespace },
    // The registry of the test speaks plain http.
    spec: { interval: '10m', url: `oci://${host}/git/${name}`, ref: { tag: branchTag }, insecure: true },
  };
}

function kustomization(name: string, spec: object): object {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: fluxNamespace },
    spec: { interval: '10m', retryInterval: '30s', timeout: '2m', prune: true, wait: true, ...spec },
  };
}

/** A package is there once Crossplane has installed the version that is asked for. */
const configurationHealth = {
  apiVersion: 'pkg.crossplane.io/v1',
  kind: 'Configuration',
  current: `status.?currentIdentifier.orValue('') == spec.package && ['Installed', 'Healthy'].all(type, status.?conditions.orValue([]).exists(condition, condition.type == type && condition.status == 'True'))`,
};

const claimHealth = {
  apiVersion: `${platform.group}/v1alpha1`,
  current: `status.?conditions.orValue([]).exists(condition, condition.type == 'Ready' && condition.status == 'True' && condition.?observedGeneration.orValue(0) == metadata.generation)`,
};

/** Claims that hold data stay if their file is removed. */
const prunedNever = ['Database', 'ObjectBucket', 'PubSub', 'StateStore', 'CredentialStore'].map((kind) => ({
  target: { group: platform.group, kind },
  patch: JSON.stringify({
    apiVersion: `${platform.group}/v1alpha1`,
    kind,
    metadata: { name: 'any', annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } },
  }),
}));
