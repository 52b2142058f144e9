/** A claim whose function requires an object that Crossplane may not read, as docs/conditions.md describes it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, it } from 'vitest';
import { platform } from '../cases/platform.ts';
import { fakeWorld } from '../played/play.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { installKinds, neededOn, notPlayed } from './control-plane/crds.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';

const target = 'gcp';
const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
const missing = await missingForControlPlane();
let built: Built | undefined;
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
  pod = await installPlatform(plane, { dist: built.dist, pkg: `${platform.name}-${target}`, target });
  await claims.applyEnvironment(plane, 'dev');
});
afterAll(async () => {
  await pod?.stop();
  await plane?.stop();
  await provider?.stop().catch(() => undefined);
  await built?.remove();
});

it('Crossplane reports the missing right on the claim with our remedy, and recovers once it has the right', async (context) => {
  if (missing !== undefined) return context.skip(missing);
  const { expect } = context;
  const { client, kubectl, folder } = plane;
  const taken = await takeFromCore('serviceaccounts');

  const group = `/apis/${platform.group}/v1alpha1`;
  const file = join(folder, 'claim.json');
  const spec = { topics: { orders: {} }, serviceAccount: 'shop' };
  const metadata = { name: 'events', namespace: claims.namespace };
  await writeFile(file, JSON.stringify({ apiVersion: `${platform.group}/v1alpha1`, kind: 'PubSub', metadata, spec }));
  await kubectl('apply', '-f', file);
  // Core waits two minutes for its cache. A pass may take no longer, so the first one may end before the status is written.
  const path = `${group}/namespaces/${claims.namespace}/pubsubs/events`;
  const claim = await until('the claim to report the reason', 290, async () => {
    const found = await client.get(path);
    expect(conditionOf(found, 'Synced')?.reason).toBe('ReconcileError');
    return found;
  });
  expect(conditionOf(claim, 'Synced')?.message).toContain(
    'fetching resources for ServiceAccount team-a/shop (if this lasts, the platform team must let Crossplane get, list and watch that kind): ',
  );
  expect(conditionOf(claim, 'Ready')?.status).not.toBe('True');

  for (const role of taken) await client.patch(`${roles}/${role.metadata.name}`, { rules: role['rules'] });
  await until('Crossplane to call the function', 120, async () => {
    const now = await client.get(path);
    expect(conditionOf(now, 'Provisioned')?.message).toContain('there is no ServiceAccount shop in this namespace');
    return true;
  });
});

/** Takes all rights on a resource away from core; returns the original ClusterRoles that gave them. */
async function takeFromCore(resource: string): Promise<Item[]> {
  const { client } = plane;
  const all = await client.list(`${roles}?labelSelector=rbac.crossplane.io/aggregate-to-crossplane%3Dtrue`);
  const rulesOf = (role: Item) => (role['rules'] ?? []) as { resources: string[] }[];
  const giving = all.filter((role) => rulesOf(role).some(({ resources }) => resources.includes(resource)));
  for (const role of giving) {
    const rules = rulesOf(role)
      .map((rule) => ({ ...rule, resources: rule.resources.filter((name) => name !== resource) }))
      .filter(({ resources }) => resources.length > 0);
    await client.patch(`${roles}/${role.metadata.name}`, { rules });
  }
  await until('core to have lost its right', 30, async () => {
    const { rules } = (await client.get(`${roles}/crossplane`)) as { rules?: { resources: string[] }[] };
    return !(rules ?? []).some(({ resources }) => resources.includes(resource)) || undefined;
  });
  return giving;
}

function conditionOf(object: Item | undefined, type: string): claims.Condition | undefined {
  return ((object?.['status']?.conditions ?? []) as claims.Condition[]).find((condition) => condition.type === type);
}
