/**
 * Claims become ready without many calls and writes, so that Crossplane's circuit breaker stays closed: by default 100 tokens per XR and one
 * more each second. A change of the XR, or of something that it composes, takes two of them (core internal/circuit/token_bucket.go).
 * In the cluster core has its default settings, on clouds the flag of docs/install.md. Played servers are ready in seconds, and it depends on
 * the machine how many changes fall into one second.
 */
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { database } from '../../apis/database.ts';
import { stateStore } from '../../apis/state-store.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { fakeWorld } from '../played/play.ts';
import * as claims from './control-plane/claim.ts';
import { installKinds } from './control-plane/crds.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { burstFlag, type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';

interface Most {
  readonly calls: number;
  readonly writes: number;
}

/** The most that claims may cost: twice what was measured, since machines merge different events into one call. A fight costs far more. */
const rows: readonly { target: string; environment: string; most: { database: Most; stateStore: Most } }[] = [
  {
    target: 'incluster',
    environment: 'prod',
    most: { database: { calls: 14, writes: 128 }, stateStore: { calls: 50, writes: 280 } },
  },
  {
    target: 'aws',
    environment: 'dev',
    most: { database: { calls: 34, writes: 416 }, stateStore: { calls: 112, writes: 746 } },
  },
  {
    target: 'gcp',
    environment: 'dev',
    most: { database: { calls: 34, writes: 392 }, stateStore: { calls: 112, writes: 726 } },
  },
  {
    target: 'azure',
    environment: 'dev',
    most: { database: { calls: 34, writes: 340 }, stateStore: { calls: 102, writes: 642 } },
  },
];

/** Seconds until a server is ready. In real clouds it takes minutes. */
const servers = { Instance: 10, DatabaseInstance: 10, FlexibleServer: 10 };

const missing = await missingForControlPlane();
let built: Built | undefined;
beforeAll(async () => {
  if (missing === undefined) built = await builtRelease([hostArchitecture()]);
});
afterAll(async () => built?.remove());

describe.for(rows)('on $target', ({ target, environment, most }) => {
  let plane: ControlPlane;
  let pod: FunctionPod | undefined;
  let provider: PlayedProvider | undefined;

  beforeAll(async () => {
    if (missing !== undefined || built === undefined) return;
    plane = await startControlPlane(undefined, target === 'incluster' ? [] : [burstFlag()]);
    await installKinds(plane);
    await claims.createNamespace(plane, claims.namespace);
    const keepsItself = ({ apiVersion }: { apiVersion: string }) => /^v1$|^protection\./.test(apiVersion);
    provider = await startPlayedProvider(plane.client, fakeWorld, keepsItself, servers);
    provider.reach('ready');
    pod = await installPlatform(plane, { dist: built.dist, pkg: `${platform.name}-${target}`, target });
    await claims.applyEnvironment(plane, environment);
  });
  afterAll(async () => {
    await pod?.stop();
    await provider?.stop().catch(() => undefined);
    await plane?.stop();
  });

  // A StateStore has a Database of its own, which counts too.
  it.for([
    { api: database, file: 'database', most: most.database },
    { api: stateStore, file: 'state-store', most: most.stateStore },
  ])('a $api.kind is ready after few calls and writes', async ({ api, file, most }, context) => {
    if (missing !== undefined) return context.skip(missing);
    const { expect } = context;
    const { client, kubectl } = plane;
    const claim = fileURLToPath(new URL(`../../examples/${file}.yaml`, import.meta.url));
    const { name } = example(`${file}.yaml`).metadata;
    const before = await quiet();
    await until('the claim to be accepted', 30, () => kubectl('apply', '-f', claim));
    await until(`${api.kind} to be ready`, 60, async () => {
      const path = `/apis/${platform.group}/v1alpha1/namespaces/${claims.namespace}/${api.plural}/${name}`;
      const conditions = ((await client.get(path))?.['status']?.conditions ?? []) as claims.Condition[];
      const ready = conditions.find(({ type }) => type === 'Ready');
      expect(ready?.status, JSON.stringify(conditions)).toBe('True');
      return true;
    });
    const after = await quiet();
    const cost = { calls: after.calls - before.calls, writes: after.writes - before.writes };
    console.log(`${api.kind} on ${target}: ${cost.calls} calls, ${cost.writes} writes`);
    expect(after.opened).toEqual([]);
    expect(cost.calls).toBeLessThanOrEqual(most.calls);
    expect(cost.writes).toBeLessThanOrEqual(most.writes);
  });

  /** Core's metrics once it has nothing to do. */
  async function quiet() {
    let last = await plane.metrics();
    return until('core to be done', 60, async () => {
      await sleep(2000);
      const now = await plane.metrics();
      const isQuiet = now.calls === last.calls && now.writes === last.writes;
      last = now;
      return isQuiet ? now : undefined;
    });
  }
});
