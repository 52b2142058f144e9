/**
 * Claims become ready without many calls and writes, so that Crossplane's circuit breaker stays closed: by default 100 tokens per XR and one
 * more each second. A change of the XR, or of something that it composes, takes two of them (core internal/circuit/token_bucket.go).
 * Core has its default settings. Of the owners that write often in a second, the real ones run: provider-sql on a real PostgreSQL on aws, and
 * provider-kubernetes on incluster. On aws a busy machine can split one change into several, and then the circuit breaker drops the last ones. A claim
 * must be ready in time anyway.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import * as claims from './control-plane/claim.ts';
import { installKinds, neededOn, notPlayed, type RealOwner } from './control-plane/crds.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import type { Metrics } from './control-plane/metrics.ts';
import { installPlatform } from './control-plane/platform.ts';
import { missingForOwnNetwork } from './control-plane/own-network.ts';
import { type PlayedProvider, startingServers, startPlayedProvider } from './control-plane/played-provider.ts';
import { missingForPostgres, type Postgres, startPostgres, worldOf } from './control-plane/postgres.ts';
import { until } from './control-plane/process.ts';
import { startProviderKubernetes } from './control-plane/provider-kubernetes.ts';
import { missingForProvider, startProvider } from './control-plane/provider.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';

interface Most {
  readonly calls: number;
  readonly writes: number;
}

/** The most that claims may cost: twice what was measured, since machines merge different events into one call. A fight costs far more. */
const rows: readonly {
  target: string;
  environment: string;
  /** The provider that runs. Elsewhere the address of a server has no port, and PostgreSQL's own may be taken on this machine. */
  real?: RealOwner;
  most: Most;
}[] = [
  {
    target: 'incluster',
    environment: 'prod',
    real: 'provider-kubernetes',
    most: { calls: 144, writes: 750 },
  },
  {
    target: 'aws',
    environment: 'dev',
    real: 'provider-sql',
    most: { calls: 240, writes: 1712 },
  },
  {
    target: 'gcp',
    environment: 'dev',
    most: { calls: 208, writes: 1308 },
  },
  {
    target: 'azure',
    environment: 'dev',
    most: { calls: 204, writes: 1212 },
  },
];

/** The claims that a new application makes. The other kinds wait for a person, or become a few objects that nobody writes to. */
const made = ['database', 'state-store', 'cache', 'object-bucket', 'pub-sub'] as const;

/** Longer than a server takes and its login after it. A busy machine gets a little more, but not the five minutes of an open circuit breaker. */
const secondsUntilReady = 150;

const missing =
  (await missingForControlPlane()) ??
  (await missingForPostgres()) ??
  (await missingForOwnNetwork()) ??
  (await missingForProvider('provider-sql')) ??
  (await missingForProvider('provider-kubernetes'));
let built: Built | undefined;
beforeAll(async () => {
  if (missing === undefined) built = await builtRelease([hostArchitecture()]);
});
afterAll(async () => built?.remove());

describe.for(rows)('on $target', ({ target, environment, real, most }) => {
  const owners = real === undefined ? [] : [real];
  const hasRealSql = real === 'provider-sql';
  let plane: ControlPlane;
  let pod: FunctionPod | undefined;
  let provider: PlayedProvider | undefined;
  let postgres: Postgres | undefined;

  beforeAll(async () => {
    if (missing !== undefined || built === undefined) return;
    plane = await startControlPlane();
    if (hasRealSql) postgres = await startPostgres();
    await installKinds(plane, owners, neededOn(target));
    await claims.createNamespace(plane, claims.namespace);
    provider = await startPlayedProvider(plane.client, worldOf(postgres), notPlayed(target, owners), startingServers);
    provider.reach('ready');
    if (postgres !== undefined) await startProvider(plane, 'provider-sql', [postgres.port]);
    if (real === 'provider-kubernetes') await startProviderKubernetes(plane);
    pod = await installPlatform(plane, { dist: built.dist, pkg: `${platform.name}-${target}`, target });
    await claims.applyEnvironment(plane, environment);
  });
  afterAll(async () => {
    await pod?.stop();
    await provider?.stop().catch(() => undefined);
    await plane?.stop();
    await postgres?.stop();
  });

  // A StateStore has a Database of its own, which counts too.
  it('what an application needs is ready after few calls and writes', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { expect } = context;
    const before = await quiet();
    await Promise.all(made.map(readyClaim));
    const after = await quiet();
    const cost = { calls: after.calls - before.calls, writes: after.writes - before.writes };
    const tokens = spent(before, after);
    console.log(
      `on ${target}: ${cost.calls} calls, ${cost.writes} writes, tokens ${tokens}, opened: ${after.opened.length}`,
    );
    if (!hasRealSql) expect(after.opened).toEqual([]);
    expect(cost.calls).toBeLessThanOrEqual(most.calls);
    expect(cost.writes).toBeLessThanOrEqual(most.writes);
  });

  // Each topic costs ten tokens within a second or two, so the circuit breaker opens. Then Crossplane drops events for five minutes.
  if (real === 'provider-kubernetes')
    it('a PubSub with as many topics as it may have is ready in time, although Crossplane drops events', async (context) => {
      if (missing !== undefined) return context.skip(missing);
      const topics = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`topic-${index}`, {}]));
      const claim = { ...example('pub-sub.yaml'), spec: { topics } };
      claim.metadata = { ...claim.metadata, name: 'many' };
      const file = join(plane.folder, 'many.json');
      await writeFile(file, JSON.stringify(claim));
      await readyFile('pub-sub', file, 'many');
      console.log(`opened: ${(await plane.metrics()).opened.length}`);
    });

  /** Applies an example claim and waits until it is ready. */
  async function readyClaim(key: (typeof made)[number]): Promise<void> {
    const file = fileURLToPath(new URL(`../../examples/${key}.yaml`, import.meta.url));
    await readyFile(key, file, example(`${key}.yaml`).metadata.name ?? '');
  }

  async function readyFile(key: (typeof made)[number], claim: string, name: string): Promise<void> {
    const { kind, plural } = platform.apis[key]!;
    const path = `/apis/${platform.group}/v1alpha1/namespaces/${claims.namespace}/${plural}/${name}`;
    await until('the claim to be accepted', 30, () => plane.kubectl('apply', '-f', claim));
    await until(`${kind} to be ready`, secondsUntilReady, async () => {
      const conditions = ((await plane.client.get(path))?.['status']?.conditions ?? []) as claims.Condition[];
      if (conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) return true;
      throw new Error(JSON.stringify(conditions));
    });
  }

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

/** The tokens that core's circuit breakers have spent meanwhile, by the controller of the XRs. */
function spent(before: Metrics, after: Metrics): string {
  const spentBy = Object.entries(after.tokens).map(([controller, tokens]) => [
    controller.split('.')[0],
    tokens - (before.tokens[controller] ?? 0),
  ]);
  return JSON.stringify(Object.fromEntries(spentBy));
}
