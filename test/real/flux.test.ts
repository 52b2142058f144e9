/** The real Flux installs the platform and syncs claims, from OCI artifacts on a loopback registry: order, health, drift, prune, refusals and versions. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostArchitecture, toYaml } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, type TestContext } from 'vitest';
import { asking, example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { fakeWorld } from '../played/play.ts';
import { journeySteps } from './control-plane/journey.ts';
import { type Condition, createNamespace } from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { composedKinds, installKinds, notPlayed, pathOf } from './control-plane/crds.ts';
import { publishFiles, type RepositoryFiles } from './control-plane/flux-artifact.ts';
import {
  type Application,
  bootstrap,
  clusterFiles,
  fleetFiles,
  fleetRepository,
  fleetSource,
  makeFleet,
  type TestFleet,
  waves,
} from './control-plane/flux-repositories.ts';
import { fluxOnce, fluxState, missingForFlux, requestSync, startFlux, syncNow } from './control-plane/flux.ts';
import { type FunctionPod, runFunctionPod } from './control-plane/function-pod.ts';
import { buildNextRelease, nextVersion, type NextRelease } from './control-plane/next-release.ts';
import { installKyverno, missingForKyverno } from './control-plane/kyverno.ts';
import { push, type Registry, rewriteImages, startRegistry } from './control-plane/packages.ts';
import { functionAddress } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { tail, until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { laneAddress } from './lane.ts';
import { type Built, builtRelease } from './release.ts';

const pkg = `${platform.name}-local`;
const nextAddress = laneAddress('94.44');
const claims = `/apis/${platform.group}/v1alpha1/namespaces`;
const orders = `${claims}/team-a/databases/orders`;
const sessions = `${claims}/team-a/caches/sessions`;
const checkout = `${claims}/team-b/resiliencypolicies/checkout`;
const naive = `${claims}/team-c/caches/sessions`;

const applications: readonly Application[] = [
  { name: 'shop', namespace: 'team-a' },
  { name: 'payments', namespace: 'team-b' },
];
const unjudged: Application = { name: 'unjudged', namespace: 'team-c' };

/** A claim of the examples as a file of an application's repository, which names no namespace. */
function claimFile(file: string, spec: object = {}): RepositoryFiles {
  const { metadata, ...claim } = asking(example(`${file}.yaml`), spec);
  return { [`claims/${file}.yaml`]: toYaml({ ...claim, metadata: { name: metadata.name } }) };
}

const missing = (await missingForControlPlane()) ?? (await missingForKyverno()) ?? (await missingForFlux());

describe('a platform and its claims under the real Flux', () => {
  let built: Built | undefined;
  let next: NextRelease | undefined;
  let plane: ControlPlane;
  let registry: Registry;
  let provider: PlayedProvider | undefined;
  let fleet: TestFleet;
  const pods: FunctionPod[] = [];

  beforeAll(async () => {
    if (missing !== undefined) return;
    built = await builtRelease([hostArchitecture()]);
    next = await buildNextRelease();
    plane = await startControlPlane();
    await installKinds(plane);
    for (const { namespace } of [...applications, unjudged]) await createNamespace(plane, namespace);
    registry = await startRegistry(plane);
    const path = platform.registry.slice(platform.registry.indexOf('/') + 1);
    for (const { version, dist } of versions()) {
      const program = `platform-functions-${version.replaceAll('.', '-')}`;
      for (const name of [pkg, program])
        await push(registry, join(dist, 'oci', name), `${path}/${name}`, `v${version}`);
    }
    await rewriteImages(plane, platform.registry, registry);
    provider = await startPlayedProvider(plane.client, fakeWorld, notPlayed());
    await installKyverno(plane);
    await startFlux(plane);
    fleet = await makeFleet(join(plane.folder, 'fleet'), registry, {
      dists: versions().map(({ dist }) => dist),
      applications,
    });
  });
  afterAll(async () => {
    for (const pod of pods) await pod.stop();
    await provider?.stop().catch(() => undefined);
    await plane?.stop();
    await next?.remove();
    await built?.remove();
  });

  const stepOf = journeySteps({ missing, explain: () => tail(join(plane.folder, 'kustomize-controller.log'), 12) });
  const step = (what: string, take: (expect: TestContext['expect']) => Promise<void>) =>
    stepOf(what, ({ expect }) => take(expect));

  const versions = () => [
    { version: platform.version, dist: built!.dist },
    { version: nextVersion, dist: next!.dist },
  ];
  /** Commits to a repository, and has Flux look at it at once. */
  const commit = async (repository: string, files: RepositoryFiles) => {
    const revision = await publishFiles(plane, registry, `git/${repository}`, files);
    await requestSync(plane, 'OCIRepository', repository);
    return revision;
  };
  const select = async (selected: string, more: readonly Application[] = []) =>
    publishFiles(plane, registry, fleetRepository, await fleetFiles(fleet, selected, more));
  const isReady = (name: string, revision?: string, seconds = 180) =>
    fluxOnce(
      plane,
      'Kustomization',
      name,
      `be ready${revision === undefined ? '' : ` at ${revision}`}`,
      ({ status, isCurrent, applied }) =>
        status === 'True' && isCurrent && (revision === undefined || applied === revision),
      seconds,
    );
  const conditionOf = async (path: string, type: string) => {
    const conditions = ((await plane.client.get(path))?.['status']?.conditions ?? []) as Condition[];
    return conditions.find((condition) => condition.type === type);
  };
  const composedOf = async (path: string): Promise<Item[]> => {
    const kinds = await composedKinds();
    const claim = await plane.client.get(path);
    const refs = (claim?.['spec'].crossplane.resourceRefs ?? []) as {
      apiVersion: string;
      kind: string;
      name: string;
    }[];
    const found = refs.map(({ apiVersion, kind, name }) => {
      const served = kinds.find((each) => each.apiVersion === apiVersion && each.kind === kind);
      if (served === undefined) throw new Error(`nobody serves ${apiVersion} ${kind}`);
      return plane.client.get(pathOf(served, claim?.metadata.namespace, name));
    });
    return (await Promise.all(found)).filter((item) => item !== undefined);
  };
  const uidsOf = async (path: string) =>
    Object.fromEntries(
      (await composedOf(path)).map(({ metadata }) => [
        metadata.annotations?.['crossplane.io/composition-resource-name'],
        metadata.uid,
      ]),
    );
  const runPod = async (functionName: string, dist: string, address: string) => {
    const layout = functionName.replace('platform-', '');
    const pod = await runFunctionPod(plane, functionName, join(dist, 'oci', layout), address);
    pods.push(pod);
  };

  step('claims wait until the platform is there', async (expect) => {
    await publishFiles(plane, registry, 'git/shop', { ...claimFile('database'), ...claimFile('cache') });
    await publishFiles(plane, registry, 'git/payments', claimFile('resiliency-policy'));
    await select(platform.version);
    const folder = join(plane.folder, 'cluster');
    await mkdir(folder);
    for (const [path, text] of Object.entries(clusterFiles(await fleetFiles(fleet, platform.version))))
      await writeFile(join(folder, path), text);
    await plane.kubectl('apply', '-k', folder);
    await writeFile(join(folder, 'bootstrap.json'), JSON.stringify(bootstrap()));
    await plane.kubectl('apply', '-f', join(folder, 'bootstrap.json'));
    const waiting = await fluxOnce(
      plane,
      'Kustomization',
      'shop',
      'wait',
      ({ reason }) => reason === 'DependencyNotReady',
    );
    expect(waiting).toMatchObject({ reason: 'DependencyNotReady', message: expect.stringContaining(waves.facts) });
    // The package cannot be healthy while no pod of its Function runs.
    expect((await fluxState(plane, 'Kustomization', waves.packages))?.status).not.toBe('True');
    await runPod(platform.functionName, built!.dist, functionAddress);
    for (const name of Object.values(waves)) await isReady(name);
    for (const path of [orders, sessions, checkout])
      await until(`${path} to be applied`, 60, () => plane.client.get(path));
  });

  step('Flux calls an application ready once its claims are, which by its own rules it does not', async (expect) => {
    await until(
      'a first answer',
      60,
      async () => (await conditionOf(orders, 'Ready'))?.status === 'False' || undefined,
    );
    // A function that takes its time: until it answers, a new claim has no status at all.
    const { pid } = pods[0]!.program;
    process.kill(pid!, 'SIGSTOP');
    await publishFiles(plane, registry, 'git/unjudged', claimFile('cache'));
    await select(platform.version, [unjudged]);
    await syncNow(plane, 'OCIRepository', fleetSource);
    await isReady('unjudged');
    expect((await conditionOf(naive, 'Ready'))?.status).not.toBe('True');
    expect((await fluxState(plane, 'Kustomization', 'shop'))?.status).not.toBe('True');
    process.kill(pid!, 'SIGCONT');
    await until('the claim that was called ready to be answered', 60, async () => {
      return (await conditionOf(naive, 'Ready'))?.status === 'False' || undefined;
    });
    expect((await fluxState(plane, 'Kustomization', 'unjudged'))?.status).toBe('True');
    expect((await fluxState(plane, 'Kustomization', 'shop'))?.status).not.toBe('True');

    provider!.reach('ready');
    await isReady('shop');
    await isReady('payments');
    for (const path of [orders, sessions, checkout]) expect((await conditionOf(path, 'Ready'))?.status).toBe('True');
  });

  step('a change by hand is undone', async (expect) => {
    await plane.client.patch(sessions, { spec: { memoryMB: 1024 } });
    await syncNow(plane, 'Kustomization', 'shop');
    expect((await plane.client.get(sessions))?.['spec'].memoryMB).toBe(256);
    await isReady('shop');
  });

  step('what planesmith canary writes stays, although Flux takes away what kubectl adds', async (expect) => {
    const write = (matchLabels: object, ...more: string[]) =>
      plane.kubectl(
        'patch',
        `caches.${platform.group}`,
        'sessions',
        '--namespace=team-a',
        '--type=merge',
        `--patch=${JSON.stringify({ spec: { crossplane: { compositionRevisionSelector: { matchLabels } } } })}`,
        '--as=lead',
        `--as-group=${platform.name}-administrators`,
        ...more,
      );
    const version = 'planesmith.dev/version';
    await write({ [version]: platform.version });
    await requestSync(plane, 'Kustomization', 'shop');
    // The policy on fields of Crossplane does not let Flux do it, so nothing else of the application is synced either.
    await fluxOnce(plane, 'Kustomization', 'shop', 'be refused', ({ message }) =>
      message.includes('the platform’s choice'),
    );
    // Every revision is of the platform, so the claim follows the newest one still.
    const selected = { 'planesmith.dev/platform': platform.name };
    await write({ ...selected, [version]: null }, '--field-manager=planesmith');
    for (let pass = 0; pass < 2; pass++) await syncNow(plane, 'Kustomization', 'shop');
    await isReady('shop');
    const { compositionRevisionSelector } = (await plane.client.get(sessions))?.['spec'].crossplane ?? {};
    expect(compositionRevisionSelector).toEqual({ matchLabels: selected });
  });

  step('nobody fights over a field: while Flux syncs again and again, nothing changes', async (expect) => {
    const all = async () => {
      const paths = [orders, sessions, checkout];
      const items = [
        ...(await Promise.all(paths.map((path) => plane.client.get(path)))),
        ...(await Promise.all(paths.map(composedOf))).flat(),
      ];
      return items.map((item) => `${item?.kind} ${item?.metadata.name} ${item?.metadata['resourceVersion' as never]}`);
    };
    const before = await all();
    expect(before.length).toBeGreaterThan(10);
    for (let pass = 0; pass < 5; pass++) {
      await sleep(4000);
      for (const name of ['shop', 'payments', waves.install, waves.packages])
        await syncNow(plane, 'Kustomization', name);
    }
    expect(await all()).toEqual(before);
  });

  step('a bad claim is refused and reported, and others go on', async (expect) => {
    const bad = { ...claimFile('resiliency-policy'), ...claimFile('cache', { memoryMB: -1 }) };
    await commit('payments', bad);
    const refused = await fluxOnce(
      plane,
      'Kustomization',
      'payments',
      'refuse',
      ({ status, message }) => status === 'False' && message.includes('spec.memoryMB'),
      120,
    );
    expect(refused.reason).toBe('ReconciliationFailed');
    expect(await plane.client.get(`${claims}/team-b/caches/sessions`)).toBeUndefined();
    expect((await conditionOf(checkout, 'Ready'))?.status).toBe('True');
    // An application may have the catalogue alone, and nobody becomes an administrator by a commit.
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'everything' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'User', name: 'developer' }],
    };
    await commit('payments', { ...claimFile('resiliency-policy'), 'claims/binding.yaml': toYaml(binding) });
    const forbidden = await fluxOnce(
      plane,
      'Kustomization',
      'payments',
      'refuse what is no claim',
      ({ status, message }) => status === 'False' && message.includes('ClusterRoleBinding/everything'),
      120,
    );
    expect(forbidden.message).toContain('forbidden');
    const revision = await commit('shop', { ...claimFile('database'), ...claimFile('cache', { memoryMB: 512 }) });
    await isReady('shop', revision);
    expect((await plane.client.get(sessions))?.['spec'].memoryMB).toBe(512);
    await isReady('payments', await commit('payments', claimFile('resiliency-policy')));
  });

  step('a claim with data stays if its file is removed from Git, any other goes', async (expect) => {
    await isReady('shop', await commit('shop', claimFile('credential-store')));
    await until('the cache to go', 60, async () => (await plane.client.get(sessions)) === undefined || undefined);
    expect((await plane.client.get(orders))?.metadata.deletionTimestamp).toBeUndefined();
    await isReady('shop', await commit('shop', { ...claimFile('database'), ...claimFile('cache') }));
  });

  const movesTo = async (version: string, expect: TestContext['expect']) => {
    const before = { orders: await uidsOf(orders), sessions: await uidsOf(sessions) };
    const revision = await select(version);
    await syncNow(plane, 'OCIRepository', fleetSource);
    for (const name of [waves.install, waves.packages]) await isReady(name, revision);
    for (const path of [orders, sessions, checkout])
      await until(`${path} to be ready at ${version}`, 90, async () => {
        expect((await plane.client.get(path))?.['status'].platformVersion).toBe(version);
        expect((await conditionOf(path, 'Ready'))?.status).toBe('True');
        return true;
      });
    expect(await uidsOf(orders)).toEqual(before.orders);
    return before.sessions;
  };

  step('another version is one line in Git, and no composed object is made anew', async (expect) => {
    const pod = runPod(next!.functionName, next!.dist, nextAddress);
    const before = await movesTo(nextVersion, expect);
    await pod;
    await until('the new key of the cache', 60, async () => {
      const { network, ...others } = before;
      expect(network).toBeDefined();
      expect(await uidsOf(sessions)).toEqual({ ...others, fence: expect.any(String), lobby: expect.any(String) });
      return true;
    });
  });

  step('the way back is the same line, and what only the newer release composed goes', async (expect) => {
    await movesTo(platform.version, expect);
    await until('the keys of the older release', 90, async () => {
      const keys = Object.keys(await uidsOf(sessions));
      expect(keys).toContain('network');
      expect(keys).not.toContain('lobby');
      return true;
    });
  });
});
