/** A new function renames one key of a live Cache and releases another, on a control plane: docs/changing-an-api.md. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, it, type TestContext } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { fakeWorld } from '../played/play.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { installKinds, neededOn, notPlayed } from './control-plane/crds.ts';
import { type FunctionPod, runFunctionPod } from './control-plane/function-pod.ts';
import { buildChanged, type ChangedRelease } from './control-plane/next-release.ts';
import { functionAddress, installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';

const target = 'aws';
const caches = `/apis/${platform.group}/v1alpha1/namespaces/${claims.namespace}/caches`;
const alarms = `/apis/cloudwatch.aws.m.upbound.io/v1beta1/namespaces/${claims.namespace}/metricalarms`;
const functionPackage = platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1);
const finalizer = 'played.example.org/provider';

/** The change of the page's example, as its author makes it. */
const changes = {
  'functions/cache/aws.ts': [
    ['import { main, none, perItem, resource }', 'import { main, moved, none, perItem, released, resource }'],
    ["after: ['firewall', 'subnets', 'users']", "after: ['firewall', 'subnetGroup', 'users']"],
    ['subnets: SubnetGroup,', 'subnetGroup: SubnetGroup,'],
    ["      alarm: perItem(MetricAlarm, { after: ['cache'] }),\n", ''],
    [
      '    secrets: {',
      "    refactored: [moved('subnets', 'subnetGroup'), released('alarm', MetricAlarm)],\n    secrets: {",
    ],
    ["subnets: name('subnets')", "subnets: name('subnetGroup')"],
    ['subnets: subnets(place)', 'subnetGroup: subnets(place)'],
    ['        alarm: alarms(', '        ...alarmsOfOthers('],
    ['export const aws =', 'const alarmsOfOthers = (..._: unknown[]) => ({});\n\nexport const aws ='],
    ['existing: observed.alarm', 'existing: {}'],
  ],
} as const;

const missing = await missingForControlPlane();
let built: Built | undefined;
let next: ChangedRelease | undefined;
let plane: ControlPlane;
let pod: FunctionPod | undefined;
let provider: PlayedProvider | undefined;

beforeAll(async () => {
  if (missing !== undefined) return;
  built = await builtRelease([hostArchitecture()]);
  plane = await startControlPlane();
  await installKinds(plane, [], neededOn(target));
  await claims.createNamespace(plane, claims.namespace);
  provider = await startPlayedProvider(plane.client, fakeWorld, notPlayed(target));
  provider.reach('ready');
  pod = await installPlatform(plane, { dist: built.dist, pkg: `${platform.name}-${target}`, target });
  await claims.applyEnvironment(plane, 'prod');
});
afterAll(async () => {
  await pod?.stop();
  await plane?.stop();
  await provider?.stop().catch(() => undefined);
  await next?.remove();
  await built?.remove();
});

const identities = (objects: ReadonlyMap<string, Item>) =>
  [...objects]
    .filter(([key]) => !key.startsWith('alarm.'))
    .map(([key, { metadata }]) => `${key}: ${metadata.name} ${metadata.uid}`)
    .toSorted();

async function make(name: string): Promise<void> {
  await until('the claim to be accepted', 30, () =>
    plane.client.create(caches, { ...example('cache.yaml'), metadata: { name } }),
  );
  await ready(name);
}

const ready = (name: string) =>
  until(`cache ${name} to be ready`, 120, async () => {
    const conditions = ((await plane.client.get(`${caches}/${name}`))?.['status']?.conditions ??
      []) as claims.Condition[];
    if (conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) return true;
    throw new Error(conditions.map(({ type, status, message = '' }) => `${type}=${status} ${message}`).join('; '));
  });

it('nothing is deleted or made twice, and alarms go only once their provider has seen that it must leave them alone', async (context: TestContext) => {
  if (missing !== undefined) return context.skip(missing);
  const { expect } = context;
  const { client } = plane;
  await make('sessions');
  const refilled = sleep(30_000);
  const before = await claims.composedBy(plane, 'sessions');
  const released = [...before].filter(([key]) => key.startsWith('alarm.'));
  expect(released.length).toBeGreaterThan(0);
  // As a provider does, so that an object is still there when Crossplane deletes it.
  for (const [, { metadata }] of released) {
    await client.patch(`${alarms}/${metadata.name}`, { metadata: { finalizers: [finalizer] } });
  }

  next = await buildChanged(changes, [functionPackage]);
  // Nobody upgrades in the second in which a claim is made: by then core has refilled what its circuit breaker allows the claim.
  await refilled;
  await pod?.stop();
  pod = await runFunctionPod(plane, platform.functionName, join(next.dist, 'oci', functionPackage), functionAddress);
  await client.patch(`${caches}/sessions`, { metadata: { annotations: { 'example.org/touched': 'yes' } } });

  const deleted = await until('Crossplane to delete the alarms', 120, async () => {
    const found = await client.list(alarms);
    return found.every(({ metadata }) => metadata.deletionTimestamp !== undefined) ? found : undefined;
  });
  expect(deleted).toHaveLength(released.length);
  for (const { metadata, ['spec']: spec, ['status']: status } of deleted) {
    expect(spec.managementPolicies).toEqual(['Observe', 'Create', 'Update']);
    // Its deletion is a generation, too.
    const synced = (status.conditions as { type: string; observedGeneration: number }[]).find(
      ({ type }) => type === 'Synced',
    );
    expect(synced?.observedGeneration).toBe(metadata.generation! - 1);
    await client.patch(`${alarms}/${metadata.name}`, { metadata: { finalizers: [] } });
  }
  await ready('sessions');
  const after = await claims.composedBy(plane, 'sessions');
  expect(identities(after)).toEqual(identities(before));
  expect([...after.keys()]).toContain('subnets');

  await make('fresh');
  const fresh = [...(await claims.composedBy(plane, 'fresh')).keys()];
  expect(fresh).toContain('subnetGroup');
  expect(fresh).not.toContain('subnets');
  expect(identities(await claims.composedBy(plane, 'sessions'))).toEqual(identities(before));
});
