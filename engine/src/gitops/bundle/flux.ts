/** The objects of Flux: where it finds the fleet and the claims, and in which order it applies them. */
import { posix } from 'node:path';
import { ApiObject, type Chart } from 'cdk8s';
import type { Charted } from '../../release/operator-list.ts';
import type { Source } from '../fleet/index.ts';
import { guards } from '../guards.ts';
import { fluxHealthCheck, packageKinds } from '../health/index.ts';
import type { ClaimKind } from '../publish/kinds.ts';
import { fluxNamespace, operatorName } from '../publish/operators.ts';
import { bundlePath, operatorsPath, packagesPath } from '../publish/places.ts';
import { claimsPath, pathInRepository, type Place } from './place.ts';

/** The Kustomizations of the platform, in the order in which they become ready. */
export const fluxWaves = ['operators', 'install', 'packages', 'facts'] as const;

/** Adds the sources. */
export function fluxSources(chart: Chart, { platform, source, apps }: Place): void {
  addSource(chart, fleetName(platform), source);
  for (const app of apps) addSource(chart, app.name, app);
}

/** Adds the Kustomizations: each waits for the one before, and those of applications for the last one of the platform. */
export function fluxKustomizations(chart: Chart, place: Place): void {
  const { platform, cluster, source, apps, kinds, operators, leftOut } = place;
  const nameOf = (wave: (typeof fluxWaves)[number]) => `${platform}-${wave}`;
  const from = (path: string) => ({
    path: `./${pathInRepository(source, path)}`,
    sourceRef: refOf(fleetName(platform), source),
  });
  const version = `versions/${cluster.version}`;
  const packages = packageKinds.map(fluxHealthCheck);
  const patches = [
    ...leftOut.flatMap((each) => removal(operatorName(platform, each))),
    ...(cluster.mirror === undefined ? [] : operators.map((each) => relocation(operatorName(platform, each), each))),
  ];
  if (operators.length > 0) {
    kustomization(chart, nameOf('operators'), {
      ...from(`${version}/${operatorsPath(cluster.target)}`),
      ...(patches.length > 0 && { patches }),
    });
  }
  kustomization(chart, nameOf('install'), {
    ...from(`${version}/${bundlePath(cluster.target)}`),
    ...(operators.length > 0 && { dependsOn: [{ name: nameOf('operators') }] }),
    healthCheckExprs: packages,
  });
  kustomization(chart, nameOf('packages'), {
    ...from(`${version}/${packagesPath(cluster)}`),
    dependsOn: [{ name: nameOf('install') }],
    healthCheckExprs: packages,
  });
  const { facts } = cluster;
  if (facts !== undefined) {
    kustomization(chart, nameOf('facts'), { ...from(posix.dirname(facts)), dependsOn: [{ name: nameOf('packages') }] });
  }
  const last = nameOf(facts === undefined ? 'packages' : 'facts');
  for (const app of apps) {
    kustomization(chart, app.name, {
      path: `./${claimsPath(app, cluster)}`,
      sourceRef: refOf(app.name, app),
      targetNamespace: app.namespace,
      // Without an account it would act as Flux itself, which may do everything.
      serviceAccountName: app.name,
      dependsOn: [{ name: last }],
      healthCheckExprs: kinds.map(healthCheck),
      patches: kinds.filter(({ holdsData }) => holdsData).map(pruneGuard),
    });
  }
}

function fleetName(platform: string): string {
  return `${platform}-fleet`;
}

function addSource(chart: Chart, name: string, { repository, revision }: Source): void {
  const isArtifact = repository.startsWith('oci://');
  new ApiObject(chart, `source-${name}`, {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: kindOf(repository),
    metadata: { name, namespace: fluxNamespace },
    spec: { interval: '1m', url: repository, ref: isArtifact ? { tag: revision } : { branch: revision } },
  });
}

function kindOf(repository: string): 'OCIRepository' | 'GitRepository' {
  return repository.startsWith('oci://') ? 'OCIRepository' : 'GitRepository';
}

function refOf(name: string, { repository }: Pick<Source, 'repository'>): object {
  return { kind: kindOf(repository), name };
}

/** Flux is done with one only if all in it is healthy, and takes away what has gone from Git, unless a guard says otherwise. */
function kustomization(chart: Chart, name: string, spec: object): void {
  new ApiObject(chart, `kustomization-${name}`, {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: fluxNamespace },
    spec: { interval: '10m', retryInterval: '1m', timeout: '10m', prune: true, wait: true, ...spec },
  });
}

/** One for all versions of the kind: Flux finds it by group and kind, and refuses a second one (fluxcd/pkg runtime v0.110.1 cel/status_reader.go). */
function healthCheck({ group, kind, versions: [version = ''] }: ClaimKind): object {
  return fluxHealthCheck({ group, version, kind });
}

/** Claims that hold data stay if their file goes. */
function pruneGuard({ group, kind, versions: [version] }: ClaimKind): object {
  const { 'kustomize.toolkit.fluxcd.io/prune': prune } = guards;
  return {
    target: { group, kind },
    patch: JSON.stringify({
      apiVersion: `${group}/${version}`,
      kind,
      metadata: { name: 'any', annotations: { 'kustomize.toolkit.fluxcd.io/prune': prune } },
    }),
  };
}

/** Takes the chart of an operator from where the cluster pulls it. */
function relocation(name: string, { chart: { image } }: Charted): object {
  const kind = 'OCIRepository';
  const spec = { url: `oci://${image}` };
  return {
    target: { kind, name },
    patch: JSON.stringify({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind, metadata: { name }, spec }),
  };
}

/** Leaves out both objects of an operator. */
function removal(name: string): readonly object[] {
  return ['OCIRepository', 'HelmRelease'].map((kind) => ({
    target: { kind, name },
    patch: JSON.stringify({ $patch: 'delete', apiVersion: 'any/v1', kind, metadata: { name } }),
  }));
}
