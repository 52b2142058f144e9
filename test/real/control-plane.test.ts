import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AnyApi, Flavour } from 'planesmith/schema';
import type { KubernetesObject } from 'planesmith/testing';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, type TestContext } from 'vitest';
import { parse } from 'yaml';
import { cache } from '../../apis/cache.ts';
import { credentialStore } from '../../apis/credential-store.ts';
import { database } from '../../apis/database.ts';
import { stateStore } from '../../apis/state-store.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig, renderSituation, situationOf, type State } from '../cases/situation.ts';
import { journeySteps } from './control-plane/journey.ts';
import * as claims from './control-plane/claim.ts';
import { installKinds, neededOn, notPlayed, type RealOwner } from './control-plane/crds.ts';
import { everything, labelled } from './control-plane/everything.ts';
import { missingForExternalSecrets, startExternalSecrets } from './control-plane/external-secrets.ts';
import { allowNetworkPolicies, refuseNetworkPolicies } from './control-plane/foreign-policy.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import {
  actAs,
  foreignAccounts,
  giveAway,
  openersAfter,
  ownAccount,
  project,
  refusalOf,
  takeBack,
} from './control-plane/given-account.ts';
import { admitMembers, member as memberName } from './control-plane/member.ts';
import { askHealth } from './control-plane/mutual-tls.ts';
import { enforcePolicies, policyWarnings } from './control-plane/policies.ts';
import { missingForOwnNetwork } from './control-plane/own-network.ts';
import { functionAddress, installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startingServers, startPlayedProvider } from './control-plane/played-provider.ts';
import { missingForPostgres, type Postgres, startPostgres, worldOf } from './control-plane/postgres.ts';
import { tail, until } from './control-plane/process.ts';
import { leaks, secretsIn } from './control-plane/secrecy.ts';
import { countedKinds } from './control-plane/quota.ts';
import { missingForProvider, startProvider } from './control-plane/provider.ts';
import { brokerNamespace, startProviderKubernetes } from './control-plane/provider-kubernetes.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { verdictsOn } from './control-plane/verdicts.ts';
import { type Built, builtRelease } from './release.ts';

interface Journey {
  readonly target: string;
  readonly environment: string;
  readonly flavour: Flavour;
}

const journeys: readonly Journey[] = [
  { target: 'local', environment: 'local', flavour: 'namespaced' },
  { target: 'local', environment: 'local', flavour: 'claims' },
  { target: 'incluster', environment: 'prod', flavour: 'namespaced' },
  { target: 'aws', environment: 'dev', flavour: 'namespaced' },
  { target: 'aws', environment: 'prod', flavour: 'claims' },
  { target: 'gcp', environment: 'dev', flavour: 'namespaced' },
  { target: 'azure', environment: 'dev', flavour: 'claims' },
];

/** The real controllers per target. On the other targets external-secrets would look for stores that do not exist here. */
const realOwners: Readonly<Record<string, readonly RealOwner[]>> = {
  local: ['external-secrets'],
  incluster: ['provider-kubernetes'],
  aws: ['provider-sql'],
};
const missing =
  (await missingForControlPlane()) ??
  (await missingForPostgres()) ??
  (await missingForOwnNetwork()) ??
  (await missingForProvider('provider-sql')) ??
  (await missingForProvider('provider-kubernetes')) ??
  (await missingForExternalSecrets());
let built: Built | undefined;
beforeAll(async () => {
  if (missing === undefined) built = await builtRelease([hostArchitecture()]);
});
afterAll(async () => built?.remove());

describe.for(journeys)('on a real control plane, target $target, flavour $flavour', (journey) => {
  const { target, environment, flavour } = journey;
  const pkg = `${platform.name}-${target}${flavour === 'claims' ? '-claims' : ''}`;
  const hasRealSql = realOwners[target]?.includes('provider-sql') ?? false;
  let plane: ControlPlane;
  let pod: FunctionPod | undefined;
  let postgres: Postgres | undefined;
  let provider: PlayedProvider | undefined;
  let before: readonly string[];

  beforeAll(async () => {
    if (missing !== undefined || built === undefined) return;
    const real = realOwners[target] ?? [];
    plane = await startControlPlane();
    await installKinds(plane, real, neededOn(target));
    await claims.createNamespace(plane, claims.namespace);
    await admitMembers(plane.client, claims.namespace);
    postgres = hasRealSql ? await startPostgres() : undefined;
    provider = await startPlayedProvider(
      plane.client,
      worldOf(postgres),
      notPlayed(target, real),
      hasRealSql ? startingServers : {},
    );
    if (real.includes('external-secrets')) await startExternalSecrets(plane);
    if (real.includes('provider-kubernetes')) {
      await startProviderKubernetes(plane);
    }
    if (postgres !== undefined) await startProvider(plane, 'provider-sql', [postgres.port]);
    pod = await installPlatform(plane, { dist: built.dist, pkg, target });
    await enforcePolicies(plane, built.dist, target);
  });
  afterAll(async () => {
    await pod?.stop();
    await plane?.stop();
    await postgres?.stop();
    await provider?.stop().catch(() => undefined);
  });

  /** One step of the journey. It needs the steps before it, and is skipped if one of them failed. */
  const step = journeySteps({ missing, explain: () => logsOf(plane) });

  /**
   * The conditions that a control plane and a render must agree on, without times. Crossplane sets Synced and Ready of a claim itself, so
   * they are left out in flavour `claims`.
   */
  const comparable = (conditions: Readonly<Record<string, claims.Condition | undefined>>) => {
    const types =
      flavour === 'claims' ? ['PlatformCapable', 'Provisioned'] : ['PlatformCapable', 'Provisioned', 'Synced', 'Ready'];
    return Object.fromEntries(
      types.flatMap((type) => {
        const { status, reason, message } = conditions[type] ?? {};
        return status === undefined ? [] : [[type, { status, reason, message }]];
      }),
    );
  };

  /** Our own render of the journey's claim. */
  const rendered = async (state: State, where: string | undefined) =>
    renderSituation(await situationOf({ claim: example('database.yaml'), target, flavour, state, environment: where }));

  /** Applies an example, as a member of its namespace if it has one. */
  const applyExample = async (key: string, { scope }: Pick<AnyApi, 'scope'>) => {
    const file = fileURLToPath(new URL(`../../examples/${key}.yaml`, import.meta.url));
    await plane.kubectl('apply', '-f', file, ...(scope === 'Namespaced' ? [`--as=${memberName}`] : []));
  };

  /** Deletes an example claim, as a member of its namespace if it has one, and waits until nothing of it is left. */
  const remove = async (key: string, api: AnyApi, expect: TestContext['expect']) => {
    const { client } = plane;
    const claim = example(`${key}.yaml`);
    const { path, labels } = placeOf(api, claim);
    const writer = api.scope === 'Namespaced' ? plane.member : client;
    const { effective } = ((await client.get(path))?.['status'] ?? {}) as { effective?: { deletion?: string } };
    if (effective?.deletion === 'retain') {
      await expect(writer.remove(path)).rejects.toThrow(`${claim.metadata.name} retains its data`);
      await writer.patch(path, { spec: { deletion: 'delete' } });
    }
    // The policy refuses the deletion until the function has released the retained data.
    await until(`${api.kind} to be deletable`, 30, async () => {
      await writer.remove(path);
      return true;
    });
    await until(`${api.kind} and its resources to be gone`, 60, async () => {
      expect(await client.get(path)).toBe(undefined);
      expect(await labelled(plane, undefined, labels)).toEqual([]);
      expect(await labelled(plane, undefined, 'strimzi.io/cluster')).toEqual([]);
      return true;
    });
    if (key === 'credential-store') await client.remove(handPath);
  };

  step('the function refuses callers without a certificate of Crossplane', async ({ expect }) => {
    const server = `${functionAddress}:9443`;
    expect(await askHealth(server, join(plane.folder, 'core-tls'))).toBe('0');
    expect(await askHealth(server)).toMatch(/^(nothing|ECONNRESET)$/);
  });

  if (target === 'local')
    step(
      'the API server accepts and refuses the same claims as `judge`, with the same messages',
      async ({ expect }) => {
        const verdicts = await verdictsOn(plane, flavour);
        for (const { reason, server, expected } of verdicts) {
          expect({ reason, isRefused: server !== '' }).toEqual({ reason, isRefused: expected.length > 0 });
          for (const words of expected) expect(server, reason).toContain(words);
        }
        expect(verdicts.length).toBeGreaterThan(40);
      },
    );

  step('composes nothing and names the reason while the EnvironmentConfig is missing', async ({ expect }) => {
    await claims.applyClaim(plane);
    const conditions = await claims.conditionsOnce(
      plane,
      'refused with a reason',
      60,
      ({ PlatformCapable }) => PlatformCapable !== undefined,
    );
    expect(conditions['PlatformCapable']).toMatchObject({ status: 'False', reason: 'EnvironmentIncomplete' });
    expect(comparable(conditions)).toMatchObject(comparable(byType((await rendered('new', undefined)).conditions)));
    expect(await labelled(plane, claims.namespace, `app.kubernetes.io/instance=${claims.name}`)).toEqual([]);
    await claims.deleteClaim(plane);
    // The XR behind a claim goes after it.
    await until('its XR to be gone', 60, async () => {
      expect(await labelled(plane, undefined, `crossplane.io/claim-name=${claims.name}`)).toEqual([]);
      return true;
    });
    before = await everything(plane);
  });

  step('composes the same objects as our own render', async ({ expect }) => {
    await claims.applyEnvironment(plane, environment, postgres && { caBundle: postgres.authority });
    await claims.applyClaim(plane);
    // Its server starts while the other claims come and go, as that of this claim does.
    if (hasRealSql) await applyExample('state-store', stateStore);
    const { composed } = await rendered('starting', environment);
    const names = composed.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();
    const label = `app.kubernetes.io/instance=${claims.name}`;
    await until('everything to be composed', 60, async () => {
      expect(await labelled(plane, claims.namespace, label)).toEqual(names);
      return true;
    });
  });

  step('is not ready before its composed resources are ready', async ({ expect }) => {
    const { Provisioned } = await claims.conditionsOnce(plane, 'being created', 60, ({ Ready, Provisioned }) =>
      Boolean(Ready && Ready.status !== 'True' && Provisioned),
    );
    expect(Provisioned).toMatchObject({ status: 'False' });
    provider?.reach('ready');
  });

  // This takes a minute, because core calls again only after that, so one journey is enough.
  if (target === 'local' && flavour === 'namespaced')
    step('reports a refusal of the API server, and composes the object once it is allowed', async ({ expect }) => {
      const { client, kubectl } = plane;
      const { path, labels } = placeOf(cache, example('cache.yaml'));
      const provisionedOnce = (reason: string, seconds: number) =>
        until(`a Cache to be ${reason}`, seconds, async () => {
          const current = ((await client.get(path))?.['status']?.conditions ?? []) as claims.Condition[];
          const { Provisioned } = byType(current);
          expect(Provisioned?.reason).toBe(reason);
          return Provisioned;
        });
      await refuseNetworkPolicies(plane, 'Cache');
      await kubectl('apply', '-f', fileURLToPath(new URL('../../examples/cache.yaml', import.meta.url)));
      const rejected = await provisionedOnce('Rejected', 60);
      expect(rejected?.message).toMatch(/^The API server refuses network: the events of X?Cache sessions\S* tell why/);
      await until('all other objects to be created', 60, async () => {
        const composed = await labelled(plane, claims.namespace, labels);
        // The Dragonfly waits for the NetworkPolicy that protects its pods.
        expect(composed.join()).toMatch(/ExternalSecret sessions-cache-access.*Password sessions-cache-generator/);
        expect(composed.join()).not.toContain('Dragonfly');
        return true;
      });
      await allowNetworkPolicies(plane);
      await provisionedOnce('Available', 120);
      await client.remove(path);
      await until('the Cache to be gone', 60, async () => {
        expect(await labelled(plane, undefined, labels)).toEqual([]);
        return true;
      });
    });

  for (const [key, api] of Object.entries(platform.apis)) {
    if (key === 'database' || !api.targets.includes(target)) continue;
    step(`composes a claim of ${api.kind} beside it as our own render does`, async ({ expect }) => {
      const { client, kubectl } = plane;
      const claim = example(`${key}.yaml`);
      const moment = { claim, target, flavour, state: 'settled', environment } as const;
      const { composed, conditions } = renderSituation(await situationOf(moment));
      const { path, labels } = placeOf(api, claim);
      if (key === 'dev-namespace') await countedKinds(plane);
      const { calls } = await plane.metrics();
      await applyExample(key, api);
      if (key === 'credential-store') await writeByHand(plane);
      await until(`${api.kind} to have the conditions and objects of our own render`, 180, async () => {
        const current = ((await client.get(path))?.['status']?.conditions ?? []) as claims.Condition[];
        expect(comparable(byType(current)), JSON.stringify(current)).toMatchObject(comparable(byType(conditions)));
        return true;
      });
      console.log(`${api.kind} on ${target}: ${(await plane.metrics()).calls - calls} calls until then`);
      const names = composed.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();
      // external-secrets copies the labels of an ExternalSecret to its Secret.
      const found = await labelled(plane, undefined, labels);
      expect(found.filter((line) => !line.startsWith('Secret ') || names.includes(line))).toEqual(names);
      if (key === 'credential-store' && target === 'local') {
        const value = async (name: string) => claims.secretValues(plane, `checkout-credentialstore-${name}`);
        expect(await value('payment')).toEqual({
          'api-key': 'stand-in-payment-api-key',
          'webhook-secret': 'stand-in-payment-webhook-secret',
        });
        expect(await value('session')).toEqual({ 'signing-key': expect.stringMatching(/^[A-Za-z0-9]{32}$/) });
        expect(await value('partner')).toEqual({ token: writtenByHand });
      }
      if (key === 'credential-store' && target === 'aws' && environment === 'dev') {
        const role = composed.find(({ kind }) => kind === 'Role')?.metadata.name ?? '';
        // Crossplane's webhook sees a Usage only a moment after it was created.
        const inUse = /in-use by 1 usage\(s\).*checkout-credentialstore/s;
        await expect(kubectl('delete', 'roles.iam.aws.m.upbound.io', '-n', claims.namespace, role)).rejects.toThrow(
          inUse,
        );
      }
      if (key === 'pub-sub' && target === 'incluster') {
        const found = await labelled(plane, brokerNamespace, 'strimzi.io/cluster=shared');
        const pubSubNow = await client.get(path);
        const { topics, user } = pubSubNow!['status'].recorded as Beside;
        const beside = [...Object.values(topics).map((topic) => `KafkaTopic ${topic}`), `KafkaUser ${user}`];
        expect(found).toEqual(beside.toSorted());
      }
      // The environment prod refuses the example's quota.
      if (key === 'dev-namespace' && environment !== 'prod') {
        const { namespace } = (await client.get(path))!['status'] as { namespace: string };
        const inIt = `${claims.claimsPath.replace(claims.namespace, namespace)}?dryRun=All`;
        await until('its members to create claims in it', 30, () =>
          plane.member.create(inIt, { ...example('database.yaml'), metadata: { name: claims.name } }),
        );
        const policies = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;
        await plane.member.create(`${policies}?dryRun=All&fieldValidation=Strict`, policyOfThePage());
      }
      for (const version of api.alsoServed)
        expect(await client.get(path.replace('/v1alpha1/', `/${version}/`))).toMatchObject({ kind: api.kind });
      // A later step changes it, once Crossplane has refilled what it took to make it.
      if (key !== 'credential-store' || target !== 'local') await remove(key, api, expect);
    });
  }

  if (target === 'local')
    step(
      'copies of a CredentialStore stay in the store while it retains them, and go afterwards',
      async ({ expect }) => {
        const { client, member } = plane;
        const { path } = placeOf(credentialStore, example('credential-store.yaml'));
        const pushSecrets = `/apis/external-secrets.io/v1alpha1/namespaces/${claims.namespace}/pushsecrets`;
        const [push] = await client.list(pushSecrets);
        const pushPath = `${pushSecrets}/${push?.metadata.name}`;
        await member.patch(path, { spec: { deletion: 'retain' } });
        await until('external-secrets to retain the pushed copies', 60, async () => {
          const { metadata, spec } = (await client.get(pushPath)) as unknown as Pushed;
          return (spec.deletionPolicy === 'None' && metadata.finalizers === undefined) || undefined;
        });
        await member.patch(path, { spec: { deletion: 'delete', secrets: { partner: null } } });
        await until('external-secrets to have deleted the pushed copies', 60, async () => {
          return (await client.get(pushPath)) === undefined || undefined;
        });
        await until('the claim to report it', 30, async () => {
          const { effective } = (await client.get(path))!['status'] as { effective: { deletion: string } };
          return effective.deletion === 'delete' || undefined;
        });
        await remove('credential-store', credentialStore, expect);
      },
    );

  if (target === 'gcp')
    step('a member gives a bucket or topics to no account of a foreign project', async ({ expect }) => {
      for (const { api, spec, identity } of foreignAccounts) {
        await actAs(plane, identity);
        await giveAway(plane, api, spec);
        const { message, composed } = await refusalOf(plane, api);
        expect(message).toContain(`acts as ${identity}, which is no account of the project ${project}`);
        expect(composed).toEqual([]);
      }
      await actAs(plane, ownAccount);
      expect(await openersAfter(plane, 7)).toEqual([`serviceAccount:${ownAccount}`]);
      // What the annotation says later moves no rights.
      await actAs(plane, foreignAccounts[0].identity);
      expect(await openersAfter(plane, 8)).toEqual([`serviceAccount:${ownAccount}`]);
      await takeBack(plane);
    });

  step('becomes ready', async ({ expect }) => {
    const isReady = ({ Ready, Synced }: Readonly<Record<string, claims.Condition>>) =>
      Ready?.status === 'True' && Synced?.status === 'True';
    const conditions = await claims.conditionsOnce(plane, 'ready', 180, isReady);
    expect(conditions['Provisioned']).toMatchObject({ status: 'True' });
    const settled = await rendered('settled', environment);
    expect(comparable(conditions)).toMatchObject(comparable(byType(settled.conditions)));
    const { composed } = settled;
    const names = composed.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();
    expect(await labelled(plane, claims.namespace, `app.kubernetes.io/instance=${claims.name}`)).toEqual(names);
  });

  step('Crossplane does not call the function while nothing changes', async ({ expect }) => {
    // Crossplane reconciles once more after the last write of the status.
    await sleep(2000);
    const { calls: before } = await plane.metrics();
    expect(before).toBeGreaterThan(0);
    await sleep(5000);
    const { calls, opened } = await plane.metrics();
    // If a busy machine has split what provider-sql writes into too many changes, Crossplane drops events, and the function has it call again.
    if (hasRealSql && opened.length > 0)
      return console.log(
        `not asked on ${target}: Crossplane drops events of ${opened.join()}, so it calls every 15 seconds`,
      );
    expect(calls).toBe(before);
  });

  step('has a Secret with exactly the promised keys', async ({ expect }) => {
    const secret = await claims.secretValues(plane, `${claims.name}-database`);
    expect(Object.keys(secret).toSorted()).toEqual(Object.keys(database.secret).toSorted());
    expect(Object.values(secret).filter((value) => value === '')).toEqual([]);
  });

  if (target === 'aws')
    step("the claim's Secret opens the application's own database and nothing else", async ({ expect }) => {
      const { query } = postgres!;
      const secret = await claims.secretValues(plane, `${claims.name}-database`);
      const uri = secret['uri'] ?? '';
      expect(
        await query(uri, 'create table entries (id int); insert into entries values (7); select id from entries'),
      ).toContain('7');
      expect(await query(uri, 'select current_user, current_database()')).toBe(
        `${secret['username']}|${secret['database']}`,
      );
      const elsewhere = (name: string) => uri.replace(`/${secret['database']}?`, `/${name}?`);
      await expect(query(elsewhere('postgres'), 'select 1')).rejects.toThrow('permission denied for database');
      await expect(query(elsewhere('template1'), 'select 1')).rejects.toThrow('too many connections for database');
      await expect(query(uri, 'create role intruder')).rejects.toThrow('permission denied');
      await expect(query(uri, 'create database more')).rejects.toThrow('permission denied');
      const authority = join(plane.folder, 'application-ca.crt');
      await writeFile(authority, secret['ca.crt'] ?? '');
      const verified = `${uri.replace('sslmode=require', 'sslmode=verify-full')}&sslrootcert=${authority}`;
      expect(await query(verified, 'select ssl from pg_stat_ssl where pid = pg_backend_pid()')).toBe('t');
    });

  step('no secret value appears in an event, a log or any object except a Secret', async ({ expect }) => {
    const values = await secretsIn(plane.client, claims.namespace);
    expect([...values.keys()]).toContain(`${claims.name}-database password`);
    expect(await leaks(plane, values)).toEqual([]);
  });

  step('only Crossplane may set the status and the composition', async ({ expect }) => {
    const { client, member } = plane;
    const ref = { compositionRef: { name: 'databases-elsewhere' } };
    const choice = flavour === 'claims' ? ref : { crossplane: ref };
    await expect(client.patch(`${claims.path}/status`, { status: { target: 'elsewhere' } })).rejects.toThrow(
      'only Crossplane writes a status',
    );
    await expect(member.patch(claims.path, { spec: choice })).rejects.toThrow('the platform’s choice');
    const labelled = await member.patch(claims.path, { metadata: { labels: { stage: 'try' } } });
    expect(labelled.metadata.labels).toMatchObject({ stage: 'try' });
    expect(await policyWarnings(plane)).toEqual([]);
  });

  step('only the team of a cluster-scoped claim may write it', async ({ expect }) => {
    const { lead } = plane;
    const workplace = example('dev-namespace.yaml');
    const path = `/apis/${platform.group}/v1alpha1/devnamespaces?dryRun=All`;
    await expect(lead.create(path, workplace)).rejects.toThrow('this is for the team shop to do');
    const own = { ...workplace, spec: { ...(workplace['spec'] as object), team: 'checkout' } };
    expect(await lead.create(path, own)).toMatchObject({ spec: { team: 'checkout' } });
  });

  step('members of a namespace may write the claims in it and nothing outside it', async ({ expect }) => {
    const { member } = plane;
    const elsewhere = claims.claimsPath.replace(claims.namespace, 'default');
    const claim = { ...example('database.yaml'), metadata: { name: 'another' } };
    expect(await member.create(`${claims.claimsPath}?dryRun=All`, claim)).toMatchObject({ kind: 'Database' });
    expect((await member.list(claims.claimsPath)).map(({ metadata }) => metadata.name)).toEqual([claims.name]);
    await expect(member.create(`${elsewhere}?dryRun=All`, claim)).rejects.toThrow('cannot create resource "databases"');
    await expect(member.patch(`${claims.path}/status`, { status: { target: 'elsewhere' } })).rejects.toThrow(
      'cannot patch resource "databases/status"',
    );
    const group = `/apis/${platform.group}/v1alpha1`;
    await expect(member.create(`${group}/devnamespaces`, example('dev-namespace.yaml'))).rejects.toThrow(
      'cannot create resource "devnamespaces"',
    );
    if (flavour === 'claims')
      await expect(member.list(`${group}/xdatabases`)).rejects.toThrow('cannot list resource "xdatabases"');
  });

  step('retained data stays until the claim sets spec.deletion to delete', async ({ expect }) => {
    const { client, member } = plane;
    // In prod, retain is the default.
    if (environment !== 'prod') await member.patch(claims.path, { spec: { deletion: 'retain' } });
    const refusal = 'orders retains its data: set spec.deletion to delete first';
    for (const account of [member, client]) {
      await expect(account.remove(claims.path)).rejects.toThrow(refusal);
      await expect(account.remove(claims.claimsPath), 'all at once').rejects.toThrow(refusal);
    }
    // Administrators and core are refused too: deleting the namespace would delete the claim's data with it.
    const namespace = ['delete', 'namespace', claims.namespace, '--dry-run=server'];
    for (const as of [[], [`--as=${claims.core}`]])
      await expect(plane.kubectl(...namespace, ...as)).rejects.toThrow('Database orders in it retains its data');
    await expect(plane.kubectl('delete', 'namespace', 'crossplane-system', '--dry-run=server')).resolves.toContain(
      'deleted',
    );
    await member.patch(claims.path, { spec: { deletion: 'delete' } });
  });

  step('leaves nothing behind when it is deleted', async ({ expect }) => {
    await claims.deleteClaim(plane);
    const config = `EnvironmentConfig <none> ${environmentConfig(environment).metadata.name}`;
    await until('everything else to be gone', 60, async () => {
      const now = new Set(await everything(plane));
      now.delete(config);
      const left = [...now].filter((object) => !before.includes(object));
      expect({ left, lost: before.filter((object) => !now.has(object)) }).toEqual({ left: [], lost: [] });
      return true;
    });
  });
});

/** The objects in the broker's namespace that PubSub records. */
interface Beside {
  readonly topics: Readonly<Record<string, string>>;
  readonly user: string;
}

const writtenName = 'checkout-credentialstore-partner-written';
const handPath = `/api/v1/namespaces/${claims.namespace}/secrets/${writtenName}`;
const writtenByHand = 'written-by-hand';

interface Pushed {
  readonly metadata: { readonly finalizers?: readonly string[] };
  readonly spec: { readonly deletionPolicy: string };
}

/** Creates a Secret by hand, as a team does with a value that no store has yet. */
async function writeByHand({ kubectl }: ControlPlane): Promise<void> {
  const value = `--from-literal=token=${writtenByHand}`;
  await kubectl('create', 'secret', 'generic', writtenName, '-n', claims.namespace, value, `--as=${memberName}`);
}

/** The policy from docs/dev-namespaces.md that opens a namespace's traffic to the outside. */
function policyOfThePage(): object {
  const page = readFileSync(new URL('../../docs/dev-namespaces.md', import.meta.url), 'utf8');
  return parse(/^```yaml\n(apiVersion: networking[^]*?)^```/m.exec(page)?.[1] ?? '') as object;
}

/** The path of a claim on the API server, and the labels of its composed resources. */
function placeOf({ kind, plural, scope }: AnyApi, { metadata }: KubernetesObject): { path: string; labels: string } {
  const namespace = scope === 'Namespaced' ? `namespaces/${metadata.namespace}/` : '';
  return {
    path: `/apis/${platform.group}/v1alpha1/${namespace}${plural}/${metadata.name}`,
    labels: `app.kubernetes.io/name=${kind.toLowerCase()},app.kubernetes.io/instance=${metadata.name}`,
  };
}

function byType(conditions: readonly claims.Condition[]): Readonly<Record<string, claims.Condition>> {
  return Object.fromEntries(conditions.map((condition) => [condition.type, condition]));
}

/** The last lines in the log of every program of a control plane. */
async function logsOf({ folder }: ControlPlane): Promise<string> {
  const logs = (await readdir(folder)).filter((file) => file.endsWith('.log'));
  return (await Promise.all(logs.map(async (log) => `${log}:\n${await tail(join(folder, log), 8)}`))).join('\n\n');
}
