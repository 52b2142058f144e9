/** Claims that cannot be served as they are, and how tools see them. */
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { platform } from '../cases/platform.ts';
import { fakeWorld } from '../played/play.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { installKinds } from './control-plane/crds.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { admitMembers } from './control-plane/member.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';

const target = 'local';
const missing = await missingForControlPlane();
let built: Built | undefined;
let plane: ControlPlane;
let pod: FunctionPod | undefined;
let provider: PlayedProvider | undefined;

beforeAll(async () => {
  if (missing !== undefined) return;
  built = await builtRelease([hostArchitecture()]);
  plane = await startControlPlane();
  await installKinds(plane);
  await claims.createNamespace(plane, claims.namespace);
  await admitMembers(plane.client, claims.namespace);
  provider = await startPlayedProvider(plane.client, fakeWorld, ({ apiVersion }) => apiVersion === 'v1');
  provider.reach('ready');
  pod = await installPlatform(plane, { dist: built.dist, pkg: `${platform.name}-${target}`, target });
});
afterAll(async () => {
  await pod?.stop();
  await plane?.stop();
  await provider?.stop().catch(() => undefined);
  await built?.remove();
});

describe('a claim in a cluster without an environment', () => {
  it('is not ready, which tools wait for', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { expect } = context;
    await claims.applyClaim(plane);
    const waiting = ['wait', '--for=condition=Ready=false', '--timeout=60s', '-n', claims.namespace];
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
    const started = Date.now();
    await claims.applyEnvironment(plane, 'local');
    await claims.conditionsOnce(plane, 'ready', 70, ({ Ready }) => Ready?.status === 'True');
    console.log(`ready after ${Date.now() - started} ms, ${await plane.functionCalls()} calls`);
    context.expect(healthOf(await plane.client.get(claims.path))).toBe('Current');
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
