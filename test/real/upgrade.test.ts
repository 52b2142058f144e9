/** Installing, upgrading, going back and cleaning up, by the commands of docs/install.md and docs/upgrades.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeAuthority } from 'planesmith/testing';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe } from 'vitest';
import { editions } from '../../functions/database/sizes.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { root } from '../pages/page.ts';
import { rights } from '../../functions/cache/user.ts';
import { fakeWorld, type World } from '../played/play.ts';
import { journeySteps } from './control-plane/journey.ts';
import { type Condition, core, createNamespace, namespace } from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { missingForCommands, pageCommands, type } from './control-plane/commands.ts';
import { installKinds, notPlayed } from './control-plane/crds.ts';
import { type FunctionPod, runFunctionPod } from './control-plane/function-pod.ts';
import { announce } from './control-plane/hosts.ts';
import { installKyverno } from './control-plane/kyverno.ts';
import { settleMirror } from './control-plane/mirror.ts';
import { buildNextRelease, newEdition, nextVersion, type NextRelease } from './control-plane/next-release.ts';
import { push, rewriteImages, startRegistry } from './control-plane/packages.ts';
import { functionAddress } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { missingForPostgres, type Postgres, startPostgres } from './control-plane/postgres.ts';
import { until } from './control-plane/process.ts';
import { missingForRedis, type Redis, startRedis } from './control-plane/redis.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';
import { laneAddress } from './lane.ts';

const pkg = `${platform.name}-local`;
const nextAddress = laneAddress('94.44');
const claims = `/apis/${platform.group}/v1alpha1/namespaces/${namespace}`;
const policiesPath = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies?labelSelector=app.kubernetes.io/name%3Dcache`;
const clustersPath = `/apis/postgresql.cnpg.io/v1/namespaces/${namespace}/clusters`;
const poolersPath = `/apis/postgresql.cnpg.io/v1/namespaces/${namespace}/poolers`;

/** The real servers behind the smoke claims, by the names that the Secrets have. */
const servers = { database: 'smoke-database-rw.planesmith-smoke.svc', cache: 'smoke-cache.planesmith-smoke.svc' };
const serverAddress = laneAddress('94.45');
const authority = makeAuthority('authority of the test');
/** With characters that a URI must escape. */
const password = 'made+up/once=';
const world: World = { ...fakeWorld, password: () => password, authority: authority.cert };

/** A command of a page, with the program of this repository. */
const ours = (command: string): string =>
  command.replace('npx planesmith', `${root}/node_modules/.bin/planesmith --config ${root}/planesmith.config.ts`);

const missing =
  (await missingForControlPlane()) ??
  (await missingForCommands()) ??
  (await missingForPostgres()) ??
  (await missingForRedis());

describe('a platform by the commands of its pages', () => {
  let built: Built | undefined;
  let next: NextRelease | undefined;
  let plane: ControlPlane;
  let provider: PlayedProvider | undefined;
  let postgres: Postgres | undefined;
  let redis: Redis | undefined;
  const pods: FunctionPod[] = [];
  /** The least number of network policies that protected the cache while it was watched. */
  let fewest = Infinity;
  const over = new AbortController();
  let watching: Promise<void> | undefined;

  beforeAll(async () => {
    if (missing !== undefined) return;
    built = await builtRelease([hostArchitecture()]);
    next = await buildNextRelease();
    plane = await startControlPlane();
    // The next release composes a kind here that this one does not.
    await installKinds(plane);
    await installKyverno(plane);
    const registry = await startRegistry(plane);
    const path = platform.registry.slice(platform.registry.indexOf('/') + 1);
    for (const [dist, version] of [
      [built.dist, platform.version],
      [next.dist, nextVersion],
    ] as const) {
      const program = `platform-functions-${version.replaceAll('.', '-')}`;
      for (const name of [pkg, program])
        await push(registry, join(dist, 'oci', name), `${path}/${name}`, `v${version}`);
    }
    await rewriteImages(plane, platform.registry, registry);
    await settleMirror(plane, registry);
    provider = await startPlayedProvider(plane.client, world, notPlayed());
    provider.reach('ready');
  });
  afterAll(async () => {
    over.abort();
    await watching;
    for (const pod of pods) await pod.stop();
    await provider?.stop().catch(() => undefined);
    await postgres?.stop();
    await redis?.stop();
    await plane?.stop();
    await next?.remove();
    await built?.remove();
  });

  const step = journeySteps({ missing });

  const typeAll = async (dist: string, commands: readonly string[]) => {
    for (const command of commands) await type(plane, dist, command);
  };
  const startServers = async () => {
    const settings = { address: serverAddress, authority };
    postgres = await startPostgres({ ...settings, port: 5432, names: [servers.database] });
    const administrator = `postgresql://postgres:${postgres.password}@${serverAddress}:5432/postgres?sslmode=require`;
    await postgres.query(administrator, `create role smoke login password '${password}'`);
    await postgres.query(administrator, 'create database smoke');
    const users = `user default off\nuser app ${rights} >${password}\n`;
    redis = await startRedis({ ...settings, port: 6379, users, names: [servers.cache] });
    for (const name of Object.values(servers)) await announce(`${serverAddress} ${name}`);
  };
  const policies = async () =>
    (await plane.client.list(policiesPath)).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const keysOf = (items: readonly Item[]) =>
    items.map(({ metadata }) => metadata.annotations?.['crossplane.io/composition-resource-name']);
  /** A claim's conditions once `isSo`, one a line. */
  const claimOnce = (path: string, what: string, isSo: (claim: Item, text: string) => boolean) =>
    until(`${path} to ${what}`, 120, async () => {
      const claim = (await plane.client.get(`${claims}/${path}`))!;
      const conditions = (claim['status']?.conditions ?? []) as Condition[];
      const text = conditions
        .map(({ type, status, reason, message = '' }) => `${type}=${status} ${reason} ${message}`)
        .join('\n');
      if (isSo(claim, text)) return text;
      throw new Error(text);
    });
  const cacheOnce = (what: string, isSo: (claim: Item, text: string) => boolean) =>
    claimOnce('caches/sessions', what, isSo);
  const isReadyAt = (version: string, path = 'caches/sessions') =>
    claimOnce(path, `be ready at ${version}`, ({ status }, text) => {
      return status?.platformVersion === version && /^Ready=True/m.test(text) && /^Synced=True/m.test(text);
    });
  const watch = async () => {
    while (!over.signal.aborted) {
      fewest = Math.min(fewest, (await policies()).length);
      await sleep(50);
    }
  };

  /** An object, as far as nobody may write it who means to change nothing: labels and generation included. */
  const written = async (path: string) => {
    const found = await plane.client.get(path);
    if (found === undefined) throw new Error(`there is no ${path}`);
    const { uid, generation, labels, annotations } = found.metadata;
    return { uid, generation, labels, annotations, spec: found['spec'] as Item['spec'] };
  };
  /** The server of a database, and the memory that it has. */
  const serverOf = async (name: string) => {
    const server = await written(`${clustersPath}/${name}-database`);
    return { server, memory: server.spec.resources.limits.memory as string };
  };
  /** What the next release composes as before, of claims that are there already. */
  const unchangedParts = async () => ({
    cache: await written(`/apis/dragonflydb.io/v1alpha1/namespaces/${namespace}/dragonflies/sessions-cache`),
    database: await serverOf('orders'),
  });
  let untouched: Awaited<ReturnType<typeof unchangedParts>> | undefined;
  const createDatabase = (name: string) =>
    plane.client.create(`${claims}/databases`, { ...example('database.yaml'), metadata: { name } });
  const recordOf = async (name: string) =>
    (await plane.client.get(`${claims}/databases/${name}`))?.['status']?.recorded;

  step('is installed', async () => {
    const pod = runFunctionPod(
      plane,
      platform.functionName,
      join(built!.dist, 'oci', platform.functionName.replace('platform-', '')),
      functionAddress,
    );
    await Promise.all([
      pod.then((up) => pods.push(up)),
      typeAll(built!.dist, pageCommands('docs/install.md', '## Install by hand')),
    ]);
  });

  step('serves the claim that its page tries, which is deleted again', async ({ expect }) => {
    const [make, apply, get, remove] = pageCommands('docs/install.md', '## Install').slice(1) as [
      string,
      string,
      string,
      string,
    ];
    await type(plane, built!.dist, make);
    await until('the claim to be accepted', 60, () => type(plane, built!.dist, apply));
    await until('the claim to be ready', 60, async () => {
      const shown = await type(plane, built!.dist, get);
      if (!/^checkout .* True +True /m.test(shown)) throw new Error(shown);
      return true;
    });
    await type(plane, built!.dist, remove);
    expect(await plane.client.list(`${claims}/resiliencypolicies`)).toEqual([]);
  });

  step(
    'passes a smoke claim of each API, whose servers let their users in, and nothing of them is left',
    async ({ expect }) => {
      await startServers();
      // The facts of the bundle are a sample, in which Database lacks its images.
      await plane.kubectl('apply', '--server-side', '-f', join(root, 'examples/environments/local.yaml'));
      const said = await type(plane, built!.dist, ours('npx planesmith smoke --timeout 120 -o json'));
      const result = JSON.parse(said) as { passed: boolean; version: string; claims: { kind: string; says: string }[] };
      expect(result, said).toMatchObject({ passed: true, version: platform.version });
      const says = Object.fromEntries(result.claims.map((each) => [each.kind, each.says]));
      expect(says['Database']).toContain(`${servers.database}:5432 lets smoke in over TLS and answers SELECT 1`);
      expect(says['Cache']).toContain(`${servers.cache}:6379 lets app in over TLS and answers PING`);
      expect(result.claims.map(({ kind }) => kind).toSorted()).toEqual(
        Object.values(platform.apis)
          .map(({ kind }) => kind)
          .toSorted(),
      );
      await until('its namespace to be gone', 60, async () => {
        expect(await plane.client.get('/api/v1/namespaces/planesmith-smoke')).toBe(undefined);
        return true;
      });
    },
  );

  step('runs its Function in two pods with probes and bounds', async ({ expect }) => {
    const deployments = await plane.client.list(`/apis/apps/v1/namespaces/${plane.systemNamespace}/deployments`);
    const { spec } = deployments.find(({ metadata }) => metadata.name.startsWith(platform.functionName))!;
    const { containers, topologySpreadConstraints, securityContext } = spec.template.spec;
    expect(spec.replicas).toBe(2);
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(topologySpreadConstraints).toHaveLength(1);
    expect(containers).toHaveLength(1);
    expect(containers[0]).toMatchObject({
      name: 'package-runtime',
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      livenessProbe: { httpGet: { path: '/healthz', port: 8080 } },
      readinessProbe: { httpGet: { path: '/readyz', port: 8080 } },
      securityContext: {
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      },
      ports: expect.arrayContaining([expect.objectContaining({ containerPort: 8080 })]),
    });
    const budget = await plane.client.get(
      `/apis/policy/v1/namespaces/${plane.systemNamespace}/poddisruptionbudgets/${platform.name}-functions`,
    );
    expect(spec.template.metadata.labels).toMatchObject(budget!['spec'].selector.matchLabels);
  });

  step('changes nothing while the package of a release is there before its rights', async ({ expect }) => {
    await createNamespace(plane, namespace);
    for (const file of ['cache', 'database'])
      await type(plane, built!.dist, `kubectl apply -n ${namespace} -f examples/${file}.yaml`);
    for (const path of ['caches/sessions', 'databases/orders']) await isReadyAt(platform.version, path);
    expect(keysOf(await policies())).toEqual(['network']);
    untouched = await unchangedParts();
    watching = watch();
    const pod = runFunctionPod(
      plane,
      next!.functionName,
      join(next!.dist, 'oci', next!.functionName.replace('platform-', '')),
      nextAddress,
    );
    const upgrade = pageCommands('docs/upgrades.md', '## Upgrade').filter((command) => /patch|wait/.test(command));
    await Promise.all([pod.then((up) => pods.push(up)), typeAll(next!.dist, upgrade)]);
    const said = await cacheOnce('say what is missing', (_, text) => text.includes(`release ${nextVersion}`));
    expect(said).toContain('apply install/local/rbac.yaml of that release');
    expect(said).toMatch(/^Synced=False/m);
    await sleep(5000);
    expect(keysOf(await policies())).toEqual(['network']);
    expect(await unchangedParts()).toEqual(untouched);
    // The new release has not answered the claim yet, so that the old one must not go.
    await expect(type(plane, next!.dist, ours(`npx planesmith retire ${platform.version} --remove`))).rejects.toThrow(
      `Cache ${namespace}/sessions was last answered by it`,
    );
    await expect(type(plane, next!.dist, ours(`npx planesmith retire ${nextVersion} --remove`))).rejects.toThrow(
      `${platform.name} ${nextVersion} is installed`,
    );
  });

  step('is upgraded once the files come in their order, and is never without a network policy', async ({ expect }) => {
    await typeAll(next!.dist, pageCommands('docs/upgrades.md', '## Upgrade'));
    for (const path of ['caches/sessions', 'databases/orders']) await isReadyAt(nextVersion, path);
    await until('the old policy to go', 30, async () => {
      expect(keysOf(await policies())).toEqual(['fence']);
      return true;
    });
    expect(keysOf(await plane.client.list(poolersPath))).toEqual(['lobby']);
    expect(fewest).toBe(1);
    expect(await unchangedParts()).toEqual(untouched);
  });

  step(
    'gives the sizes of a new edition to new databases alone, and each finds its own again if its status is lost',
    async ({ expect }) => {
      await createDatabase('bills');
      await isReadyAt(nextVersion, 'databases/bills');
      const { server, memory } = await serverOf('bills');
      expect(memory).toBe(`${newEdition.small.memoryMB}Mi`);
      expect(await recordOf('bills')).toMatchObject({ size: 'small', sizing: 'v2' });
      expect(await recordOf('orders')).toMatchObject({ size: 'small', sizing: 'v1' });
      for (const [name, before] of Object.entries({ orders: untouched!.database.server, bills: server })) {
        const record = await recordOf(name);
        const losing = ['--subresource=status', '--type=merge', '--patch={"status":null}', `--as=${core}`];
        await plane.kubectl('patch', `databases.${platform.group}`, name, '-n', namespace, ...losing);
        await until(`${name} to have its record again`, 60, async () => {
          expect(await recordOf(name)).toEqual(record);
          return true;
        });
        await isReadyAt(nextVersion, `databases/${name}`);
        expect((await serverOf(name)).server).toEqual(before);
      }
    },
  );

  step('shows which release answered each claim', async ({ expect }) => {
    const [list = ''] = pageCommands('docs/upgrades.md', '## What to look at');
    expect(await type(plane, next!.dist, list)).toMatch(
      new RegExp(`^Cache +${namespace} +sessions +${nextVersion}$`, 'm'),
    );
  });

  step('goes back, also with what only the newer release knows', async ({ expect }) => {
    const bills = await serverOf('bills');
    await typeAll(built!.dist, pageCommands('docs/upgrades.md', '## Go back'));
    for (const path of ['caches/sessions', 'databases/orders']) await isReadyAt(platform.version, path);
    await until('the new parts to go', 30, async () => {
      expect(keysOf(await policies())).toEqual(['network']);
      expect(keysOf(await plane.client.list(poolersPath))).toEqual([]);
      return true;
    });
    expect(fewest).toBe(1);
    const told = await isReadyAt(platform.version, 'databases/bills');
    expect(told).toMatch(/^Provisioned=\w+ Refused .*this database follows edition v2 of the size table/m);
    expect(await serverOf('bills')).toEqual(bills);
    expect(await unchangedParts()).toEqual(untouched);
    // What has nothing to do with its size can still be changed, and what is new has the sizes of this release.
    await plane.client.patch(`${claims}/databases/bills`, { spec: { storageGB: 20 } });
    await createDatabase('notes');
    await isReadyAt(platform.version, 'databases/notes');
    expect((await serverOf('notes')).memory).toBe(`${editions.v1.small.memoryMB}Mi`);
    await until('the storage to grow', 60, async () => {
      expect((await serverOf('bills')).server.spec.storage.size).toBe('20Gi');
      return true;
    });
    expect((await serverOf('bills')).memory).toBe(bills.memory);
  });

  step('works on after the old release is cleaned up', async ({ expect }) => {
    await typeAll(next!.dist, pageCommands('docs/upgrades.md', '## Upgrade'));
    for (const path of ['caches/sessions', ...['orders', 'bills', 'notes'].map((name) => `databases/${name}`)])
      expect(await isReadyAt(nextVersion, path)).not.toContain(' Refused ');
    for (const command of pageCommands('docs/upgrades.md', '## Clean up').map(ours)) {
      const said = await type(plane, next!.dist, command);
      if (command.includes('--remove')) continue;
      expect(said).toContain(`functions.pkg.crossplane.io ${platform.functionName}\n`);
      expect(said).toContain(`clusterroles.rbac.authorization.k8s.io ${platform.name}-local-compose-`);
    }
    await pods.shift()!.stop();
    const { items } = JSON.parse(
      await plane.kubectl('get', 'function.pkg.crossplane.io,compositionrevision,clusterrole', '-o', 'json'),
    ) as { items: Item[] };
    const old = platform.version.replaceAll('.', '-');
    expect(items.map(({ metadata }) => metadata.name).filter((name) => name.endsWith(old))).toEqual([]);
    expect(items.filter(({ metadata }) => metadata.labels?.['planesmith.dev/version'] === platform.version)).toEqual(
      [],
    );
    // An edit is carried out by the function that is left.
    await plane.client.patch(`${claims}/caches/sessions`, { spec: { memoryMB: 512 } });
    await until('the edit to be carried out', 60, async () => {
      const dragonfly = await plane.client.get(
        `/apis/dragonflydb.io/v1alpha1/namespaces/${namespace}/dragonflies/sessions-cache`,
      );
      expect(dragonfly?.['spec'].args).toContain('--maxmemory=512mb');
      return true;
    });
    expect(fewest).toBe(1);
    over.abort();
  });

  const label = 'planesmith.dev/channel';
  const team = 'team-channels';
  const policyOf = (claim: string) =>
    plane.client.get(`/apis/${platform.group}/v1alpha1/namespaces/${team}/resiliencypolicies/${claim}`);
  const revisionOf = async (claim: string) =>
    (await policyOf(claim))?.['spec'].crossplane?.compositionRevisionRef?.name as string | undefined;
  const follows = (claim: string, revision: string) =>
    until(`${claim} to follow ${revision}`, 30, async () => {
      const own = await revisionOf(claim);
      if (own !== revision) throw new Error(String(own));
      return true;
    });
  const revisions: Record<string, string> = {};

  step('lets the claim of a channel follow its revision, while others stay', async ({ expect }) => {
    await createNamespace(plane, team);
    const api = '/apis/apiextensions.crossplane.io/v1';
    const compositionIn = (items: readonly Item[]) =>
      items.find((item) => item['spec'].compositeTypeRef.kind === 'ResiliencyPolicy')!;
    const { name } = compositionIn(await plane.client.list(`${api}/compositions`)).metadata;
    // What a platform with channels has in its packages.
    const release = async (channel: string) => {
      await plane.client.patch(`${api}/compositions/${name}`, { metadata: { labels: { [label]: channel } } });
      return until(`a revision of ${channel}`, 30, async () => {
        const revisions = await plane.client.list(`${api}/compositionrevisions`);
        const own = revisions.find(
          ({ metadata: { labels } }) =>
            labels?.['crossplane.io/composition-name'] === name && labels[label] === channel,
        );
        if (own === undefined) throw new Error(`${revisions.length} revisions`);
        return own.metadata.name;
      });
    };
    const make = async (claim: string) => {
      await type(plane, next!.dist, ours(`npx planesmith claim ResiliencyPolicy ${claim} -n ${team} >${claim}.yaml`));
      await type(plane, next!.dist, `kubectl apply -f ${claim}.yaml`);
    };

    const stable = await release('stable');
    await plane.kubectl(
      'patch',
      'compositeresourcedefinition',
      `resiliencypolicies.${platform.group}`,
      '--type=merge',
      `--patch={"spec":{"defaultCompositionRevisionSelector":{"matchLabels":{"${label}":"stable"}}}}`,
    );
    await make('steady');
    await follows('steady', stable);
    const canary = await release('canary');
    await make('daring');
    await follows('daring', stable);
    const [enter = ''] = pageCommands('docs/promotion.md', '## Channels');
    const command = enter.replace('database orders -n team-a', `resiliencypolicy daring -n ${team}`);
    await expect(type(plane, next!.dist, command)).rejects.toThrow('the platform’s choice');
    const groups = [`${platform.name}-administrators`, 'system:masters'].map((group) => `--as-group=${group}`);
    await type(plane, next!.dist, `${command} --as=lead ${groups.join(' ')}`);
    await follows('daring', canary);
    expect(await revisionOf('steady')).toBe(stable);
    Object.assign(revisions, { stable, canary });
  });

  step('has a percentage of the claims follow a canary, and ends it, by an administrator alone', async ({ expect }) => {
    const { stable = '', canary = '' } = revisions;
    const [percent = '', list = '', end = ''] = pageCommands('docs/promotion.md', '## A percentage of the claims');
    const config = join(plane.folder, 'channels.config.mjs');
    const own = JSON.stringify(join(root, 'planesmith.config.ts'));
    await writeFile(config, `import own from ${own};\nexport default { ...own, channel: 'stable' };\n`);
    const administrator = join(plane.folder, 'administrator');
    const kubeconfig = JSON.parse(await readFile(plane.kubeconfig, 'utf8')) as { users: { user: object }[] };
    const who = { as: 'lead', 'as-groups': [`${platform.name}-administrators`] };
    const users = kubeconfig.users.map((each) => ({ ...each, user: { ...each.user, ...who } }));
    await writeFile(administrator, JSON.stringify({ ...kubeconfig, users }), { mode: 0o600 });
    const run = (command: string, more = `--api ResiliencyPolicy -n ${team}`, as = administrator) =>
      type(
        plane,
        next!.dist,
        `${command.replace('npx planesmith', `${root}/node_modules/.bin/planesmith --config ${config}`)} ${more} --kubeconfig ${as}`,
      );
    const all = percent.replace('10', '100');
    const movedBy = async (command: string) => {
      const { moved } = JSON.parse(await run(`${command} -o json`)) as { moved: { name: string }[] };
      return moved.map(({ name }) => name);
    };

    await expect(run(percent, '')).rejects.toThrow(
      'no revision of the channel canary is installed for the Composition',
    );
    await expect(run(all, undefined, plane.kubeconfig)).rejects.toThrow('the platform’s choice');
    expect(await movedBy(`${all} --dry-run`)).toEqual(['steady']);
    expect(await revisionOf('steady')).toBe(stable);
    expect(await movedBy(all)).toEqual(['steady']);
    await follows('steady', canary);
    const before = await Promise.all(['steady', 'daring'].map(policyOf));
    expect(await movedBy(all)).toEqual([]);
    const after = await Promise.all(['steady', 'daring'].map(policyOf));
    expect(after.map((claim) => claim?.metadata.generation)).toEqual(before.map((claim) => claim?.metadata.generation));
    expect(await run(list)).toMatch(
      new RegExp(`^ResiliencyPolicy +${team} +steady +canary +${canary} +${nextVersion}$`, 'm'),
    );
    expect(await run(end)).toBe(
      ['daring', 'steady'].map((claim) => `ResiliencyPolicy ${team}/${claim}: canary → stable\n`).join(''),
    );
    await follows('steady', stable);
    await follows('daring', stable);
  });
});
