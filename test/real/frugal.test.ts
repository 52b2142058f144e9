/**
 * Claims become ready without many calls and writes, so that Crossplane's circuit breaker stays closed: by default 100 tokens per XR and one
 * more each second. A change of the XR, or of something that it composes, takes two of them (core internal/circuit/token_bucket.go).
 * Core has its default settings, and on aws the real provider-sql works on a real PostgreSQL: no other owner writes as often in a second.
 * There a busy machine can split one change into several, and then the circuit breaker drops the last ones. A claim must be ready in time anyway.
 */
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { database } from '../../apis/database.ts';
import { stateStore } from '../../apis/state-store.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import * as claims from './control-plane/claim.ts';
import { installKinds } from './control-plane/crds.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import type { Metrics } from './control-plane/metrics.ts';
import { installPlatform } from './control-plane/platform.ts';
import { missingForOwnNetwork } from './control-plane/own-network.ts';
import { type PlayedProvider, startingServers, startPlayedProvider } from './control-plane/played-provider.ts';
import { missingForPostgres, type Postgres, startPostgres, worldOf } from './control-plane/postgres.ts';
import { until } from './control-plane/process.ts';
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
  /** Whether the real provider-sql runs. Elsewhere the address of a server has no port, and PostgreSQL's own may be taken on this machine. */
  hasRealSql?: boolean;
  most: Most;
}[] = [
  {
    target: 'incluster',
    environment: 'prod',
    most: { calls: 64, writes: 408 },
  },
  {
    target: 'aws',
    environment: 'dev',
    hasRealSql: true,
    most: { calls: 146, writes: 1162 },
  },
  {
    target: 'gcp',
    environment: 'dev',
    most: { calls: 146, writes: 1118 },
  },
  {
    target: 'azure',
    environment: 'dev',
    most: { calls: 136, writes: 982 },
  },
];

type Named = Pick<typeof database, 'kind' | 'plural'>;

const made: readonly { api: Named; file: string }[] = [
  { api: database, file: 'database' },
  { api: stateStore, file: 'state-store' },
];

/** Longer than a server takes and its login after it. A busy machine gets a little more, but not the five minutes of an open circuit breaker. */
const secondsUntilReady = 150;

const missing =
  (await missingForControlPlane()) ??
  (await missingForPostgres()) ??
  (await missingForOwnNetwork()) ??
  (await missingForProvider('provider-sql'));
let built: Built | undefined;
beforeAll(async () => {
  if (missing === undefined) built = await builtRelease([hostArchitecture()]);
});
afterAll(async () => built?.remove());

describe.for(rows)('on $target', ({ target, environment, hasRealSql = false, most }) => {
  let plane: ControlPlane;
  let pod: FunctionPod | undefined;
  let provider: PlayedProvider | undefined;
  let postgres: Postgres | undefined;

  beforeAll(async () => {
    if (missing !== undefined || built === undefined) return;
    plane = await startControlPlane();
    if (hasRealSql) postgres = await startPostgres();
    await installKinds(plane, postgres && ['provider-sql']);
    await claims.createNamespace(plane, claims.namespace);
    const others = hasRealSql ? /^v1$|^protection\.|^postgresql\.sql\./ : /^v1$|^protection\./;
    const keepsItself = ({ apiVersion }: { apiVersion: string }) => others.test(apiVersion);
    provider = await startPlayedProvider(plane.client, worldOf(postgres), keepsItself, startingServers);
    provider.reach('ready');
    if (postgres !== undefined) await startProvider(plane, 'provider-sql', [postgres.port]);
    pod = await installPlatform(plane, { dist: built.dist, pkg: `${platform.name}-${target}`, target });
    await claims.applyEnvironment(plane, environment);
  });
  afterAll(async () => {
    await pod?.stop();
    await provider?.stop().catch(() => undefined);
    await plane?.stop({ mayOpen: hasRealSql });
    await postgres?.stop();
  });

  // A StateStore has a Database of its own, which counts too.
  it('a Database and a StateStore are ready after few calls and writes', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { expect } = context;
    const before = await quiet();
    await Promise.all(made.map(async ({ api, file }) => readyClaim(api, file)));
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

  /** Applies an example claim and waits until it is ready. */
  async function readyClaim({ kind, plural }: Named, file: string): Promise<void> {
    const claim = fileURLToPath(new URL(`../../examples/${file}.yaml`, import.meta.url));
    const { name } = example(`${file}.yaml`).metadata;
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
