/** Claims that cannot be served as they ask: how tools see them, and what they keep. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { platform } from '../cases/platform.ts';
import { fakeWorld } from '../played/play.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { installKinds, neededOn, notPlayed } from './control-plane/crds.ts';
import { buildWithoutDropped, dropped, type NarrowedRelease } from './control-plane/dropped-version.ts';
import { type FunctionPod, runFunctionPod } from './control-plane/function-pod.ts';
import { admitMembers } from './control-plane/member.ts';
import { buildChanged, type ChangedRelease } from './control-plane/next-release.ts';
import { install, push, type Registry } from './control-plane/packages.ts';
import { functionAddress, installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';
import { laneAddress } from './lane.ts';

const target = 'local';
const pkg = `${platform.name}-${target}`;
/** The prefix on the test's registry is the same path without the host. */
const path = platform.registry.slice(platform.registry.indexOf('/') + 1);
const ownFunction = platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1);
/** The main resource of a Database under another key, of which the platform says nothing. */
const renamedMain = {
  'functions/database/local.ts': [
    ['cluster: main(Cluster)', 'server: main(Cluster)'],
    ["app: { of: 'cluster'", "app: { of: 'server'"],
    ["ca: { of: 'cluster'", "ca: { of: 'server'"],
    [
      'recover: recoverFromCluster',
      'recover: ({ server }, ...more) => recoverFromCluster({ cluster: server }, ...more)',
    ],
    ['capacityOfCluster(observed.cluster)', 'capacityOfCluster(observed.server)'],
    ['existing: observed.cluster', 'existing: observed.server'],
    ["name('cluster')", "name('server')"],
    ['resources: { cluster, network }', 'resources: { server: cluster, network }'],
  ],
} as const;
const tag = (version: string) => `v${version}`;
const missing = await missingForControlPlane();
let built: Built | undefined;
let plane: ControlPlane;
let registry: Registry;
let narrowed: NarrowedRelease | undefined;
let renamed: ChangedRelease | undefined;
const pods: FunctionPod[] = [];
let provider: PlayedProvider | undefined;

beforeAll(async () => {
  if (missing !== undefined) return;
  built = await builtRelease([hostArchitecture()]);
  narrowed = await buildWithoutDropped();
  renamed = await buildChanged(renamedMain, [ownFunction]);
  plane = await startControlPlane();
  await installKinds(plane, [], neededOn(target));
  await claims.createNamespace(plane, claims.namespace);
  await admitMembers(plane.client, claims.namespace);
  provider = await startPlayedProvider(plane.client, fakeWorld, notPlayed(target));
  provider.reach('ready');
  const { dist } = built;
  const publish = async (loopback: Registry) => {
    registry = loopback;
    await push(registry, join(dist, 'oci', pkg), `${path}/${pkg}`, tag(platform.version));
    await push(registry, join(dist, 'oci', ownFunction), `${path}/${ownFunction}`, tag(platform.version));
  };
  pods.push(await installPlatform(plane, { dist, pkg, target, publish }));
});
afterAll(async () => {
  for (const pod of pods) await pod.stop();
  await plane?.stop();
  await provider?.stop().catch(() => undefined);
  await built?.remove();
  await narrowed?.remove();
  await renamed?.remove();
});

describe('a claim in a cluster without an environment', () => {
  it('is not ready, which tools wait for', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { expect } = context;
    await claims.applyClaim(plane);
    const waiting = ['wait', '--for=condition=Ready=false', '--timeout=180s', '-n', claims.namespace];
    await plane.kubectl(...waiting, `databases/${claims.name}`);
    const { Provisioned } = await claims.conditionsOnce(plane, 'told why', 10, ({ Ready }) => Ready !== undefined);
    expect(Provisioned).toMatchObject({ status: 'False', reason: 'EnvironmentIncomplete' });
    expect(healthOf(await plane.client.get(claims.path))).toBe('InProgress');
    const events = await plane.client.list(`/api/v1/namespaces/${claims.namespace}/events`);
    const told = events.filter(({ type, involvedObject }) => type === 'Warning' && involvedObject.name === claims.name);
    expect(told.map(({ message }) => message as string)).toContainEqual(
      expect.stringContaining('the platform team must create it before Database can be served'),
    );
  });

  it('is served as soon as there is one', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    await claims.applyEnvironment(plane, 'local');
    await claims.conditionsOnce(plane, 'ready', 70, ({ Ready }) => Ready?.status === 'True');
    context.expect(healthOf(await plane.client.get(claims.path))).toBe('Current');
  });
});

describe('a claim whose version the platform drops', () => {
  const group = `/apis/${platform.group}/v1alpha1/namespaces/${claims.namespace}/databases`;
  const legacy = `${group}/legacy`;
  const cluster = `/apis/postgresql.cnpg.io/v1/namespaces/${claims.namespace}/clusters/legacy-database`;
  const database = (name: string) => ({
    apiVersion: `${platform.group}/v1alpha1`,
    kind: 'Database',
    metadata: { name, namespace: claims.namespace },
    spec: { version: dropped, storageGB: 10 },
  });
  const once = (what: string, isSo: (claim: Item, Provisioned: claims.Condition | undefined) => boolean) =>
    until(`the claim to be ${what}`, 150, async () => {
      const claim = (await plane.client.get(legacy))!;
      const conditions = (claim['status']?.conditions ?? []) as claims.Condition[];
      const provisioned = conditions.find(({ type }) => type === 'Provisioned');
      if (healthOf(claim) === 'Current' && provisioned !== undefined && isSo(claim, provisioned)) return provisioned;
      throw new Error(conditions.map(({ type, status, message = '' }) => `${type}=${status} ${message}`).join('; '));
    });
  const isAt = ({ status }: Item, version: string) => status?.platformVersion === version;

  it('is ready before that', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    await plane.client.create(group, database('legacy'));
    await once('ready', (_, Provisioned) => Provisioned?.reason === 'Available');
  });

  it('keeps the version and says so, and its storage still grows', async (context) => {
    if (missing !== undefined || narrowed === undefined) return context.skip(missing);
    const { expect } = context;
    const { dist, version, functionPackage, functionName } = narrowed;
    const before = await plane.client.get(cluster);
    for (const name of [functionPackage, pkg])
      await push(registry, join(dist, 'oci', name), `${path}/${name}`, tag(version));
    await plane.kubectl('apply', '-f', join(dist, 'install', target, 'rbac.yaml'));
    await install(plane, pkg, `${platform.registry}/${pkg}:${tag(version)}`);
    pods.push(await runFunctionPod(plane, functionName, join(dist, 'oci', functionPackage), laneAddress('94.45')));
    const told = await once('told', (claim, Provisioned) => isAt(claim, version) && Provisioned?.reason === 'Refused');
    expect(told.message).toBe(
      `spec.version: Unsupported value: "${dropped}": supported values: "15", "17", "18" (${dropped} stays in use); change it in the claim, or ask the platform team.`,
    );
    expect((await plane.client.get(cluster))?.['spec']).toEqual(before?.['spec']);

    await plane.client.patch(legacy, { spec: { storageGB: 20 } });
    await until('the storage to grow', 60, async () => {
      expect((await plane.client.get(cluster))?.['spec'].storage.size).toBe('20Gi');
      return true;
    });
    await once('recorded', ({ status }) => status?.recorded.storageGB === 20 && status.recorded.version === dropped);
    await expect(plane.client.create(group, database('another'))).rejects.toThrow('Unsupported value');
  });

  it('is as before once the platform has the version again', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    await install(plane, pkg, `${platform.registry}/${pkg}:${tag(platform.version)}`);
    await once('as before', (claim, Provisioned) => {
      return isAt(claim, platform.version) && Provisioned?.reason === 'Available';
    });
  });
});

describe('a database whose main resource has another key in the next function', () => {
  const clusters = `/apis/postgresql.cnpg.io/v1/namespaces/${claims.namespace}/clusters`;
  /** Those of a database that retains its data and of one that does not. */
  const servers = async () =>
    Promise.all(
      [claims.name, 'legacy'].map(async (name) => {
        const { metadata, spec } = (await plane.client.get(`${clusters}/${name}-database`))!;
        const { uid, generation, deletionTimestamp } = metadata;
        return { uid, generation, deletionTimestamp, spec: spec as object };
      }),
    );
  /** Lets the function of a release answer, and both databases at once. */
  const answerBy = async (dist: string, touched: string) => {
    await pods.shift()?.stop();
    pods.unshift(await runFunctionPod(plane, platform.functionName, join(dist, 'oci', ownFunction), functionAddress));
    for (const name of [claims.name, 'legacy'])
      await plane.client.patch(`${claims.claimsPath}/${name}`, {
        metadata: { annotations: { 'example.org/touched': touched } },
      });
  };
  const bothOnce = (what: string, isSo: (condition: claims.Condition | undefined, name: string) => boolean) =>
    until(`both databases to ${what}`, 90, async () => {
      for (const name of [claims.name, 'legacy']) {
        const found = await plane.client.get(`${claims.claimsPath}/${name}`);
        const conditions = (found?.['status']?.conditions ?? []) as claims.Condition[];
        const provisioned = conditions.find(({ type }) => type === 'Provisioned');
        if (!isSo(provisioned, name)) throw new Error(`${name}: ${JSON.stringify(conditions)}`);
      }
      return true;
    });

  it('stays as it is, whether it retains its data or not, and says so until the key is back', async (context) => {
    if (missing !== undefined || renamed === undefined) return context.skip(missing);
    const { expect } = context;
    await plane.client.patch(`${claims.claimsPath}/legacy`, { spec: { deletion: 'retain' } });
    await until('legacy to retain its data', 60, async () => {
      const { effective } = ((await plane.client.get(`${claims.claimsPath}/legacy`))?.['status'] ?? {}) as {
        effective?: { deletion?: string };
      };
      return effective?.deletion === 'retain' || undefined;
    });
    const before = await servers();
    await answerBy(renamed.dist, 'renamed');
    await bothOnce('name what is under the old key', (condition, name) => {
      return condition?.message?.includes(`Cluster ${name}-database was composed under the key cluster`) ?? false;
    });
    // In an earlier platform the new servers were ready after two seconds.
    await sleep(5000);
    expect(await servers()).toEqual(before);

    await answerBy(built!.dist, 'back');
    await bothOnce('go on', (condition) => condition?.reason === 'Available');
    expect(await servers()).toEqual(before);
  });
});

/**
 * What kstatus says of an object (sigs.k8s.io/cli-utils pkg/kstatus/status/status.go and generic.go): Flux and others wait by it. An object
 * without `Ready` counts as current.
 */
function healthOf(object: Item | undefined): 'Current' | 'InProgress' {
  const { observedGeneration, conditions = [] } = (object?.['status'] ?? {}) as {
    observedGeneration?: number;
    conditions?: readonly claims.Condition[];
  };
  if (observedGeneration !== undefined && observedGeneration !== object?.metadata.generation) return 'InProgress';
  const ready = conditions.find(({ type }) => type === 'Ready');
  return ready === undefined || ready.status === 'True' ? 'Current' : 'InProgress';
}
