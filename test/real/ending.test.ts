/** What ends on a control plane, and what does not: namespaces, the claims that provide them, and the kinds themselves. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Flavour } from 'planesmith/schema';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, type TestContext } from 'vitest';
import { crossplaneAccount } from '../../apis/crossplane.ts';
import { asking, example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { fakeWorld } from '../played/play.ts';
import { journeySteps } from './control-plane/journey.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { installKinds, neededOn, notPlayed } from './control-plane/crds.ts';
import { labelled } from './control-plane/everything.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { admitMembers, member as memberName } from './control-plane/member.ts';
import { as } from './control-plane/people.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { enforcePolicies, policyWarnings } from './control-plane/policies.ts';
import { tail, until } from './control-plane/process.ts';
import { countedKinds } from './control-plane/quota.ts';
import { missingForProvider } from './control-plane/provider.ts';
import { startProviderKubernetes } from './control-plane/provider-kubernetes.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';

const target = 'incluster';
const group = `/apis/${platform.group}/v1alpha1`;
const workplace = 'checkout-devnamespace';
const workplacePath = `${group}/devnamespaces/checkout`;
const namespacePath = `/api/v1/namespaces/${workplace}`;

const missing = (await missingForControlPlane()) ?? (await missingForProvider('provider-kubernetes'));

interface Counted {
  readonly used: Readonly<Record<string, string>>;
}

const journeys: readonly { readonly flavour: Flavour; readonly crossplaneAccount: string }[] = [
  { flavour: 'namespaced', crossplaneAccount },
  { flavour: 'claims', crossplaneAccount: 'infrastructure/xp' },
];

describe.for(journeys)('flavour $flavour, with Crossplane as $crossplaneAccount', ({ flavour, crossplaneAccount }) => {
  const pkg = `${platform.name}-${target}${flavour === 'claims' ? '-claims' : ''}`;
  let built: Built | undefined;
  let plane: ControlPlane;
  let pod: FunctionPod | undefined;
  let provider: PlayedProvider | undefined;

  beforeAll(async () => {
    if (missing !== undefined) return;
    built = await builtRelease([hostArchitecture()], { crossplaneAccount });
    plane = await startControlPlane(crossplaneAccount);
    await installKinds(plane, ['provider-kubernetes'], neededOn(target));
    await claims.createNamespace(plane, claims.namespace);
    await admitMembers(plane.client, claims.namespace);
    provider = await startPlayedProvider(plane.client, fakeWorld, notPlayed(target, ['provider-kubernetes']));
    provider.reach('ready');
    await startProviderKubernetes(plane);
    pod = await installPlatform(plane, { dist: built.dist, pkg, target });
    await claims.applyEnvironment(plane, 'dev');
    await enforcePolicies(plane, built.dist, target);
    await plane.kubectl('apply', '-f', join(built.dist, 'install', target, 'usages.yaml'));
    await countedKinds(plane);
  });
  afterAll(async () => {
    await pod?.stop();
    await plane?.stop();
    await provider?.stop().catch(() => undefined);
    await built?.remove();
  });

  /** One step. It needs the steps before it, and is skipped if one of them failed. */
  const stepOf = journeySteps({ missing, explain: () => tail(join(plane.folder, 'crossplane.log'), 20) });
  const step = (what: string, take: (expect: TestContext['expect']) => Promise<void>) =>
    stepOf(what, ({ expect }) => take(expect));

  const refusalOf = (...args: string[]) =>
    plane.kubectl(...args).then(
      () => '',
      ({ stderr }: { stderr: string }) => stderr,
    );
  const deleteWorkplace = (who: readonly string[], ...more: string[]) =>
    refusalOf('delete', `devnamespaces.${platform.group}`, 'checkout', '--wait=false', ...more, ...who);
  /** The DevNamespace of the example with a claim in it, once its count says so. */
  const withClaim = async (plural: string, claim: object) => {
    const { client, member } = plane;
    await client.create(`${group}/devnamespaces`, example('dev-namespace.yaml'));
    await until('a member to create a claim in it', 90, () =>
      member.create(`${group}/namespaces/${workplace}/${plural}`, { ...claim, metadata: { name: 'orders' } }),
    );
    await until('the DevNamespace to count it', 90, async () => {
      const status = (await client.get(workplacePath))?.['status'];
      if ((status?.['claims'] as number) > 0) return true;
      const quotas = await client.list(`/api/v1/namespaces/${workplace}/resourcequotas`);
      throw new Error(JSON.stringify({ status, quotas: quotas.map((quota) => quota['status'] as object) }));
    });
    return `${group}/namespaces/${workplace}/${plural}/orders`;
  };
  const parts = () => labelled(plane, workplace, 'app.kubernetes.io/name=devnamespace');
  /** Keeps the Objects of a namespace from going, however quick their provider is, until they are let go. */
  const heldBack = async (namespace: string) => {
    const { client } = plane;
    const all = `/apis/kubernetes.m.crossplane.io/v1alpha1/namespaces/${namespace}/objects`;
    const finalizer = 'example.org/held';
    const names = (await client.list(all)).map(({ metadata }) => metadata.name);
    const write = (name: string, change: (finalizers: readonly string[]) => readonly string[]) =>
      until(`the finalizers of ${name} to be written`, 30, async () => {
        const { metadata } = (await client.get(`${all}/${name}`))!;
        const { resourceVersion, finalizers = [] } = metadata as { resourceVersion?: string; finalizers?: string[] };
        await client.patch(`${all}/${name}`, { metadata: { resourceVersion, finalizers: change(finalizers) } });
        return true;
      });
    for (const name of names) await write(name, (others) => [...others, finalizer]);
    return {
      letGo: async () => {
        for (const name of names) await write(name, (others) => others.filter((one) => one !== finalizer));
      },
    };
  };
  const gone = (path: string, seconds = 240) =>
    until(`${path} to be gone`, seconds, async () => (await plane.client.get(path)) === undefined || undefined);

  step('a DevNamespace with a claim in it cannot be deleted, and says so', async (expect) => {
    await withClaim('databases', asking(example('database.yaml'), { deletion: 'retain' }));
    expect(await policyWarnings(plane)).toEqual([]);
    // kubectl prints a time to come in a column of dates as `<invalid>`.
    const printed = await plane.kubectl('get', `devnamespaces.${platform.group}`, 'checkout');
    expect(printed).toMatch(/EXPIRES[^]* \d{4}-\d\d-\d\dT[\d:]+Z /);
    const refusal = 'DevNamespace checkout still has claims in its namespace (1): delete them first';
    // Kyverno and administrators of the cluster itself are refused like the team.
    for (const who of [as('lead'), []]) expect(await deleteWorkplace(who)).toContain(refusal);
    expect(await deleteWorkplace(as('lead'), '--cascade=foreground')).toContain(refusal);
  });

  step(
    'nor can it if the quota misses that claim, as it does for minutes if Kubernetes counts at a bad moment',
    async (expect) => {
      const { client } = plane;
      const quotas = `/api/v1/namespaces/${workplace}/resourcequotas`;
      const quota = (await client.list(quotas))[0] as Item;
      const count = `count/databases.${platform.group}`;
      const counted = async () => {
        const status = (await client.get(`${quotas}/${quota.metadata.name}`))?.['status'] as Counted | undefined;
        return status?.used[count];
      };
      await until('the quota to miss it', 60, async () => {
        await client.patch(`${quotas}/${quota.metadata.name}/status`, { status: { used: { [count]: '0' } } });
        // Crossplane hears of the quota within a second. Kubernetes counts anew every five minutes.
        await sleep(5000);
        return (await counted()) === '0' || undefined;
      });
      expect((await client.get(workplacePath))?.['status']).toMatchObject({ claims: 1 });
      expect(await deleteWorkplace(as('lead'))).toContain('still has claims in its namespace (1)');
    },
  );

  step('nobody but an administrator keeps it beyond its end, by itself or by a claim in it', async (expect) => {
    const ada = [`--as=${memberName}`];
    const held = [
      { who: as('lead'), what: [`devnamespaces.${platform.group}`, 'checkout'] },
      { who: ada, what: [`databases.${platform.group}`, 'orders', '-n', workplace] },
    ];
    const ways = [
      { metadata: { annotations: { 'crossplane.io/paused': 'true' } }, words: 'pause a claim' },
      { metadata: { finalizers: ['shop.example.org/not-yet'] }, words: 'change the finalizers of a claim' },
    ];
    for (const { who, what } of held)
      for (const { metadata, words } of ways) {
        const patch = ['patch', ...what, '--type=merge', `--patch=${JSON.stringify({ metadata })}`];
        const refusal = await refusalOf(...patch, ...who);
        expect(refusal, what[0]).toContain(`only an administrator of the platform may ${words}`);
        expect(await refusalOf(...patch, '--dry-run=server', ...as('administrator')), what[0]).toBe('');
      }
  });

  step('values for a claim in it go where the next namespace of its name does not find them', async (expect) => {
    const { client, member } = plane;
    const all = `${group}/namespaces/${workplace}/credentialstores`;
    await member.create(all, { ...example('credential-store.yaml'), metadata: { name: 'values' } });
    const store = await until('the path of its values', 90, async () => {
      const { recorded } = ((await client.get(`${all}/values`))?.['status'] ?? {}) as { recorded?: { path?: string } };
      return recorded?.path;
    });
    const uid = (await client.get(namespacePath))?.metadata.uid;
    expect(store).toBe(`dev/${workplace}/${uid}/values`);
    await member.remove(`${all}/values`);
    await gone(`${all}/values`);
  });

  step('if it is deleted all the same, nothing that it composed goes before its namespace', async (expect) => {
    const { client, member } = plane;
    const path = `${group}/namespaces/${workplace}/databases/orders`;
    const before = await parts();
    expect(before.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['LimitRange', 'NetworkPolicy', 'ResourceQuota', 'RoleBinding', 'ServiceAccount']),
    );
    expect(await deleteWorkplace(as('administrator'))).toBe('');
    await gone(workplacePath);
    await sleep(5000);
    expect(await parts()).toEqual(before);
    expect(await client.get(namespacePath)).toMatchObject({ status: { phase: 'Active' } });
    await member.patch(path, { spec: { deletion: 'delete' } });
    await until('a member to delete the claim', 30, async () => {
      await member.remove(path);
      return true;
    });
    await gone(namespacePath);
  });

  step('a namespace stays until its providers have deleted what is in it, and then nothing hangs', async (expect) => {
    const { client, member, kubectl } = plane;
    const ordinary = `${group}/namespaces/${claims.namespace}/pubsubs/orders`;
    const inside = await withClaim('pubsubs', example('pub-sub.yaml'));
    await client.create(ordinary.slice(0, -'/orders'.length), {
      ...example('pub-sub.yaml'),
      metadata: { name: 'orders' },
    });
    const refusal = /Object \S+ in it must be deleted by its provider first/;
    for (const namespace of [workplace, claims.namespace]) {
      const args = ['delete', 'namespace', namespace, '--dry-run=server'];
      await until(
        `namespace ${namespace} to be held`,
        60,
        async () => refusal.test(await refusalOf(...args)) || undefined,
      );
    }
    // Both go in the worst order: the namespace is tried while the provider is still at work, as slow as a finalizer of ours makes it.
    const slow = await heldBack(claims.namespace);
    await client.remove(ordinary);
    expect(await refusalOf('delete', 'namespace', claims.namespace, '--wait=false')).toMatch(refusal);
    await slow.letGo();
    await member.remove(inside);
    await until(
      'the DevNamespace to be free',
      120,
      async () => (await deleteWorkplace(as('lead'))) === '' || undefined,
    );
    await until('the namespace to be free', 240, () =>
      kubectl('delete', 'namespace', claims.namespace, '--wait=false'),
    );
    await gone(namespacePath);
    await gone(`/api/v1/namespaces/${claims.namespace}`);
    expect(await labelled(plane, 'kafka', 'strimzi.io/cluster=shared')).toEqual([]);
  });

  step(
    'a member chooses nothing about how a claim is answered, and only Crossplane’s own account may',
    async (expect) => {
      const { member } = plane;
      await claims.createNamespace(plane, 'team-b');
      await admitMembers(plane.client, 'team-b');
      const path = `${group}/namespaces/team-b/databases`;
      const database = asking(example('database.yaml'), { deletion: 'retain' });
      await until('a member to create a claim', 30, () =>
        member.create(path, { ...database, metadata: { name: 'orders' } }),
      );
      const chosen =
        flavour === 'claims'
          ? [
              { compositionUpdatePolicy: 'Manual' },
              { compositionRevisionSelector: { matchLabels: { release: 'old' } } },
              { resourceRef: { apiVersion: `${platform.group}/v1alpha1`, kind: 'XDatabase', name: 'of-another-team' } },
              { writeConnectionSecretToRef: { name: 'stolen' } },
            ]
          : [
              { crossplane: { compositionUpdatePolicy: 'Manual' } },
              { crossplane: { compositionRevisionSelector: { matchLabels: { release: 'old' } } } },
            ];
      for (const spec of chosen) {
        const refusal = `the platform’s choice: leave out spec.${Object.keys(spec)[0]}`;
        await expect(member.patch(`${path}/orders`, { spec })).rejects.toThrow(refusal);
        await expect(
          member.create(`${path}?dryRun=All`, { ...database, metadata: { name: 'new' }, spec }),
        ).rejects.toThrow(refusal);
      }
      await until('Crossplane to write its status', 60, async () => {
        const { recorded } = (await plane.client.get(`${path}/orders`))!['status'] ?? {};
        return recorded as object | undefined;
      });
    },
  );

  step(
    'neither the package nor a kind of claims or of their parts is deleted, even without what owns it',
    async (expect) => {
      const { client, kubectl } = plane;
      const kinds = [
        ['configuration', pkg],
        ['compositeresourcedefinition', `${flavour === 'claims' ? 'x' : ''}databases.${platform.group}`],
        ['customresourcedefinition', `databases.${platform.group}`],
        ['customresourcedefinition', `devnamespaces.${platform.group}`],
        ['customresourcedefinition', 'clusters.postgresql.cnpg.io'],
      ] as const;
      for (const [kind, name] of kinds) {
        const refusal = await refusalOf('delete', kind, name, '--wait=false');
        expect(refusal, name).toContain(
          'the API server deletes claims or what they are made of, retained or not: delete the claims first',
        );
      }
      const xrd = `/apis/apiextensions.crossplane.io/v2/compositeresourcedefinitions/${kinds[1][1]}`;
      const before = (await client.get(xrd))?.metadata.uid;
      // The garbage collector now finds every XRD without its owner.
      await kubectl('delete', 'configurationrevisions', '--all', '--wait=true');
      await sleep(10_000);
      expect((await client.get(xrd))?.metadata).toMatchObject({ uid: before });
      expect((await client.get(xrd))?.metadata.deletionTimestamp).toBe(undefined);
      const clusters = await client.list('/apis/postgresql.cnpg.io/v1/namespaces/team-b/clusters');
      expect(clusters.map(({ metadata }) => metadata.deletionTimestamp)).toEqual([undefined]);
    },
  );

  step('once the claims are gone, and the binding, everything can be uninstalled', async (expect) => {
    const { member, kubectl } = plane;
    const path = `${group}/namespaces/team-b/databases/orders`;
    await member.patch(path, { spec: { deletion: 'delete' } });
    const alone = ['delete', `databases.${platform.group}`, 'orders', '-n', 'team-b', '--cascade=orphan'];
    // Crossplane could take back what it lets go of, and Kubernetes would then delete it. A v1 claim owns nothing in the first place.
    const ownsNothing = 'Database orders leaves nothing behind, whatever --cascade says';
    const says = flavour === 'claims' ? ownsNothing : 'delete a claim without what it composed';
    await until('the claim to let go of its data, and of nothing that would belong to nobody', 60, async () => {
      expect(await refusalOf(...alone, '--wait=false', `--as=${memberName}`)).toContain(says);
      return true;
    });
    const byAdministrator = ['--wait=false', ...as('administrator')];
    const first = flavour === 'claims' ? ownsNothing : 'Database orders must be paused first';
    expect(await refusalOf(...alone, ...byAdministrator)).toContain(first);
    if (flavour === 'claims') {
      const xr = (await kubectl('get', `xdatabases.${platform.group}`, '-o', 'name')).trim();
      // The platform's administrators may not touch it; one who is the cluster's administrator too must wait as well.
      const byBoth = [...byAdministrator, '--as-group=system:masters'];
      expect(await refusalOf('delete', xr, '--cascade=orphan', ...byBoth)).toContain('must be paused first');
    }
    await until('the claim to be deletable', 60, async () => {
      await member.remove(path);
      return true;
    });
    await gone(path);
    await kubectl('delete', 'validatingadmissionpolicybinding', `${platform.name}-kinds`);
    await until('the package to be deletable', 30, () => kubectl('delete', 'configuration', pkg, '--wait=false'));
    await gone(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/databases.${platform.group}`);
  });
});
