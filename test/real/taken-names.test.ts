/** Objects that have the name that a claim needs, on a control plane: foreign ones stay as they are, and what an earlier claim left is taken over. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from 'planesmith/testing';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, type TestContext } from 'vitest';
import { asking, example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { fakeWorld } from '../played/play.ts';
import { journeySteps } from './control-plane/journey.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { installKinds, notPlayed } from './control-plane/crds.ts';
import { labelled } from './control-plane/everything.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { admitMembers } from './control-plane/member.ts';
import { as } from './control-plane/people.ts';
import { enforcePolicies } from './control-plane/policies.ts';
import { collectedKinds } from './control-plane/garbage.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { tail, until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';

const target = 'incluster';
const group = `/apis/${platform.group}/v1alpha1`;
const inTeam = `namespaces/${claims.namespace}`;
const clusters = `/apis/postgresql.cnpg.io/v1/${inTeam}/clusters`;

/** A claim, and somebody else's object that has the name of its main one. */
interface Row {
  readonly what: string;
  readonly claim: KubernetesObject;
  readonly claims: string;
  /** Where the objects of the claim would be. */
  readonly namespace: string;
  readonly objects: string;
  readonly foreign: KubernetesObject;
}
const foreign = (apiVersion: string, kind: string, name: string, spec?: object): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, labels: { owner: 'somebody-else' } },
  ...(spec && { spec }),
});
const rows: readonly Row[] = [
  {
    what: 'Cluster',
    claim: asking(example('database.yaml'), { deletion: 'delete' }),
    claims: `${group}/${inTeam}/databases`,
    namespace: claims.namespace,
    objects: clusters,
    foreign: foreign('postgresql.cnpg.io/v1', 'Cluster', 'orders-database', {
      instances: 3,
      imageName: 'ghcr.io/cloudnative-pg/postgresql:16.4',
      storage: { size: '500Gi' },
    }),
  },
  {
    what: 'Namespace',
    claim: example('dev-namespace.yaml'),
    claims: `${group}/devnamespaces`,
    namespace: 'checkout-devnamespace',
    objects: '/api/v1/namespaces',
    foreign: foreign('v1', 'Namespace', 'checkout-devnamespace'),
  },
  {
    what: 'Dragonfly',
    claim: example('cache.yaml'),
    claims: `${group}/${inTeam}/caches`,
    namespace: claims.namespace,
    objects: `/apis/dragonflydb.io/v1alpha1/${inTeam}/dragonflies`,
    foreign: foreign('dragonflydb.io/v1alpha1', 'Dragonfly', 'sessions-cache', {
      replicas: 2,
      args: ['--proactor_threads=4'],
    }),
  },
];

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
  pod = await installPlatform(plane, { dist: built.dist, pkg: `${platform.name}-${target}`, target });
  await claims.applyEnvironment(plane, 'dev');
  await admitMembers(plane.client, claims.namespace);
  await enforcePolicies(plane, built.dist, target);
});
afterAll(async () => {
  await pod?.stop();
  await plane?.stop();
  await provider?.stop().catch(() => undefined);
  await built?.remove();
});

/** One step. It needs the steps before it, and is skipped if one of them failed. */
const stepOf = journeySteps({
  missing,
  explain: async () =>
    (await tail(`${plane.folder}/kube-controller-manager.log`, 60)) +
    (await tail(`${plane.folder}/crossplane.log`, 20)),
});
const step = (what: string, take: (expect: TestContext['expect']) => Promise<void>) =>
  stepOf(what, ({ expect }) => take(expect));

const gone = (path: string) =>
  until(`${path} to be gone`, 60, async () => (await plane.client.get(path)) === undefined || undefined);
const conditionOf = (object: Item | undefined, type: string) =>
  ((object?.['status']?.conditions ?? []) as claims.Condition[]).find((condition) => condition.type === type);
const create = (path: string, claim: KubernetesObject) =>
  until('the claim to be accepted', 30, () => plane.client.create(path, claim));

for (const { what, claim, claims: path, namespace, objects, foreign: object } of rows) {
  step(`a foreign ${what} is not touched by a claim that would give its own that name`, async (expect) => {
    const { client } = plane;
    const { name = '' } = object.metadata;
    const [claimPath, objectPath] = [`${path}/${claim.metadata.name}`, `${objects}/${name}`];
    await client.create(objects, object);
    // Kubernetes completes a namespace after its creation.
    if (what === 'Namespace') await sleep(1000);
    const before = await client.get(objectPath);
    await create(path, claim);
    const refused = await until('the claim to be refused', 60, async () => {
      const found = await client.get(claimPath);
      return conditionOf(found, 'Provisioned')?.reason === 'Refused' ? found : undefined;
    });
    const message = conditionOf(refused, 'Provisioned')?.message ?? '';
    for (const word of [`${object.kind} ${name}`, 'the labels of this claim']) expect(message).toContain(word);
    expect(conditionOf(refused, 'Ready')?.status).toBe('False');
    await sleep(2000);
    expect(await labelled(plane, namespace, `app.kubernetes.io/instance=${claim.metadata.name}`)).toEqual([]);
    expect(await client.get(objectPath)).toEqual(before);
    await client.remove(claimPath);
    await gone(claimPath);
    await sleep(2000);
    expect(await client.get(objectPath)).toEqual(before);
  });
}

step('a refused claim goes on at once when the name is free', async (expect) => {
  const { client } = plane;
  const { claim, claims: path } = rows[0] as Row;
  await create(path, claim);
  await until('the claim to be refused', 60, async () => {
    return conditionOf(await client.get(claims.path), 'Provisioned')?.reason === 'Refused' || undefined;
  });
  await client.remove(`${clusters}/orders-database`);
  const cluster = await until('the claim to make its own Cluster', 15, async () => {
    const found = await client.get(`${clusters}/orders-database`);
    return found?.['spec'].instances === 1 ? found : undefined;
  });
  expect(cluster['spec'].imageName).toContain(':17.');
  await client.remove(claims.path);
  await gone(claims.path);
  await gone(`${clusters}/orders-database`);
});

step('a claim that is made again takes over the Cluster that it left, at its version and storage', async (expect) => {
  const { client, kubectl } = plane;
  const { claim, claims: path } = rows[0] as Row;
  await create(path, asking(claim, { version: '16', storageGB: 20, deletion: 'retain' }));
  const before = await until('the Cluster', 60, () => client.get(`${clusters}/orders-database`));
  // The garbage collector lets go of those objects only that it has seen.
  await collectedKinds(plane, rows[0]!.foreign);
  await sleep(5000);
  const database = [`databases.${platform.group}`, claims.name, '-n', claims.namespace];
  await kubectl('patch', ...database, '--type=merge', '--patch={"spec":{"deletion":"delete"}}');
  await kubectl('wait', ...database, '--for=jsonpath={.status.effective.deletion}=delete', '--timeout=5m');
  const leave = () => kubectl('delete', ...database, '--cascade=orphan', '--wait=false', ...as('administrator'));
  await expect(leave()).rejects.toThrow('Database orders must be paused first');
  await kubectl('annotate', ...database, 'crossplane.io/paused=true', ...as('administrator'));
  const paused = 'jsonpath={.status.conditions[?(@.type=="Synced")].reason}=ReconcilePaused';
  await kubectl('wait', ...database, `--for=${paused}`, '--timeout=5m');
  await leave();
  await kubectl('annotate', ...database, 'crossplane.io/paused-', ...as('administrator'));
  await gone(claims.path);
  const left = await until('the Cluster to have no owner', 30, async () => {
    const found = await client.get(`${clusters}/orders-database`);
    if (found !== undefined && found.metadata.ownerReferences === undefined) return found;
    throw new Error(JSON.stringify(found?.metadata ?? 'it is gone'));
  });
  expect(left?.metadata.uid).toBe(before.metadata.uid);

  await create(path, claim);
  const again = await until('the claim to have its Cluster again', 60, async () => {
    const found = await client.get(claims.path);
    const cluster = await client.get(`${clusters}/orders-database`);
    const isBack = found !== undefined && cluster?.metadata.ownerReferences?.[0]?.uid === found.metadata.uid;
    return isBack && found['status']?.recorded !== undefined ? cluster : undefined;
  });
  expect(again.metadata.uid).toBe(before.metadata.uid);
  expect(again['spec']).toEqual(before['spec']);
  const now = await client.get(claims.path);
  expect(now?.['status'].recorded).toMatchObject({ version: '16', storageGB: 20 });
  expect(conditionOf(now, 'Provisioned')?.message).toContain('20 in use');
});

step('the look at a name costs a claim no call while it rests', async (expect) => {
  const { client } = plane;
  /** How often the function had been called when nobody called it for 8 s any more, which a loop never comes to. */
  const resting = () =>
    until('nobody to call the function', 60, async () => {
      const { calls } = await plane.metrics();
      await sleep(8000);
      return (await plane.metrics()).calls === calls ? calls : undefined;
    });
  provider = await startPlayedProvider(client, fakeWorld, notPlayed(target));
  provider.reach('ready');
  const isReady = (path: string) =>
    until(`${path} to be ready`, 120, async () => {
      return conditionOf(await client.get(path), 'Ready')?.status === 'True' || undefined;
    });
  await isReady(claims.path);
  const before = await resting();
  await create(`${group}/${inTeam}/databases`, { ...example('database.yaml'), metadata: { name: 'bills' } });
  await isReady(`${group}/${inTeam}/databases/bills`);
  const after = await resting();
  console.log(`a new Database rests after ${after - before} calls`);
  expect(after).toBeGreaterThan(before);
});

step(
  'two claims with names that a short hash confuses have a KafkaUser each beside the shared broker',
  async (expect) => {
    const rows = [
      { name: 'orders----main--------------------------------eu----------db', namespace: 'shop-eu' },
      { name: 'eu----orders----------------------main---------eu-----db', namespace: 'shop' },
    ];
    const userOf = async ({ name, namespace }: (typeof rows)[number]) => {
      if (namespace !== claims.namespace) await claims.createNamespace(plane, namespace);
      const claim = { ...example('pub-sub.yaml'), metadata: { name, namespace } };
      await create(`${group}/namespaces/${namespace}/pubsubs`, claim);
      return until(`the user of ${name}`, 60, async () => {
        const objects = await plane.client.list(
          `/apis/kubernetes.m.crossplane.io/v1alpha1/namespaces/${namespace}/objects`,
        );
        const manifests = objects.map(({ spec }) => spec.forProvider.manifest as KubernetesObject);
        return manifests.find(({ kind }) => kind === 'KafkaUser')?.metadata;
      });
    };
    const users = await Promise.all(rows.map(userOf));
    expect(users.map(({ namespace }) => namespace)).toEqual(['kafka', 'kafka']);
    expect(new Set(users.map(({ name }) => name)).size).toBe(2);
    for (const [index, { name, namespace }] of rows.entries()) {
      const labels = users[index]?.labels ?? {};
      expect(Object.values(labels)).toContain(namespace);
      expect(
        conditionOf(await plane.client.get(`${group}/namespaces/${namespace}/pubsubs/${name}`), 'Provisioned')?.reason,
      ).not.toBe('Refused');
    }
  },
);
