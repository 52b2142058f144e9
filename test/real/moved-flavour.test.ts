/**
 * Live claims keep every identity while a percentage of them follows a canary (docs/promotion.md), and while they become namespaced XRs by the steps of
 * docs/moving-to-namespaced.md.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, type TestContext } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { blocks, section, textOf } from '../pages/page.ts';
import { fakeWorld } from '../played/play.ts';
import { type Copy, copyRepository } from '../repository/copy.ts';
import { journeySteps } from './control-plane/journey.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { missingForCommands, pageCommands, type } from './control-plane/commands.ts';
import { composedKinds, installKinds, neededOn, notPlayed } from './control-plane/crds.ts';
import { type FunctionPod, runFunctionPod } from './control-plane/function-pod.ts';
import { admitMembers } from './control-plane/member.ts';
import { buildChanged, type ChangedRelease, type Changes, editFiles } from './control-plane/next-release.ts';
import { push, type Registry } from './control-plane/packages.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startingServers, startPlayedProvider } from './control-plane/played-provider.ts';
import { enforcePolicies } from './control-plane/policies.ts';
import { tail, until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { laneAddress } from './lane.ts';

const target = 'aws';
const page = textOf('docs/moving-to-namespaced.md');
const [names = ''] = blocks(section(page, '## The cluster'), 'sh');
const missingForPage = () =>
  promisify(execFile)('jq', ['--version']).then(
    () => undefined,
    () => 'it needs jq, as the page says',
  );
const missing = (await missingForControlPlane()) ?? (await missingForCommands()) ?? (await missingForPage());

const pkg = `platform-${target}-claims`;
const programOf = (version: string) => `${platform.name}-functions-${version.replaceAll('.', '-')}`;
/** A pre-release, which some claims follow for a while. */
const canaryVersion = '0.2.0-canary.1';
const canaryFunction = platform.functionName.replace(programOf(platform.version), programOf(canaryVersion));

const group = `/apis/${platform.group}/v1alpha1/namespaces/${claims.namespace}`;
const live = [
  { plural: 'databases', file: 'database.yaml', name: 'orders', own: { deletion: 'retain' } },
  { plural: 'caches', file: 'cache.yaml', name: 'sessions', own: { memoryMB: 1024 } },
  { plural: 'caches', file: 'cache.yaml', name: 'carts', own: { memoryMB: 1024 } },
];

/** A Cache says its memory in another form, under a second version, as docs/versions.md has it for a Widget. Both forms are taken. */
const bothForms: Changes = {
  'apis/cache.ts': [
    ['import { api, boolean, connectionSecret,', 'import { api, boolean, connectionSecret, convert, deprecated,'],
    [
      'export const cache = api({',
      `const memory = integer('Memory for data in MiB.', { minimum: 256, maximum: 4096 });
const before = object({ memoryMB: defaulted(memory, 256), eviction: optional(oneOf('What makes room.', evictions)), connectionSecret: connectionSecret(secret) });

export const cache = api({
  alsoServed: ['v1beta1'],
  convert: convert(before, ({ memoryMB, ...rest }) => ({ ...rest, ...(memoryMB !== undefined && { capacity: { memoryMB } }) })),`,
    ],
    [
      '    memoryMB: defaulted(\n',
      "    capacity: optional(object({ memoryMB: memory }, { description: 'What it holds.' })),\n    memoryMB: optional(deprecated(\n",
    ],
    [
      '      256,\n    ),\n    eviction',
      "      { instead: 'spec.capacity.memoryMB', since: '2027-01-31', sunset: '2027-05-01' },\n    )),\n    eviction",
    ],
  ],
  'functions/cache/plan.ts': [
    ["grant('memoryMB', spec.memoryMB,", "grant('memoryMB', spec.capacity?.memoryMB ?? spec.memoryMB ?? 256,"],
  ],
};

/** The platform has channels. */
const channels: Changes = {
  'planesmith.config.ts': [['  version: manifest.version,', "  version: manifest.version,\n  channel: 'stable',"]],
};
const window = 'sun:03:00-sun:04:00';
/** The canary gives the servers of a Cache a window for their upkeep. */
const withWindow: Changes = {
  'package.json': [[`"version": "${platform.version}"`, `"version": "${canaryVersion}"`]],
  'functions/cache/elasticache.ts': [
    ['        nodeType,\n        port,', `        nodeType,\n        maintenanceWindow: '${window}',\n        port,`],
  ],
};

describe('live claims on aws', () => {
  let copy: Copy | undefined;
  let dist: string;
  let canary: ChangedRelease | undefined;
  let plane: ControlPlane;
  const pods: FunctionPod[] = [];
  let provider: PlayedProvider | undefined;
  let before: readonly string[];
  let place: readonly (string | undefined)[];

  beforeAll(async () => {
    if (missing !== undefined) return;
    copy = await copyRepository('moved flavour');
    const { folder } = copy;
    dist = join(folder, 'dist');
    await editFiles(folder, { ...bothForms, ...channels });
    const packages = [`platform-${target}`, pkg, programOf(platform.version)];
    await copy.run('planesmith', ['build', ...packages.flatMap((name) => ['--only', name])]);
    canary = await buildChanged({ ...bothForms, ...channels, ...withWindow }, [pkg, programOf(canaryVersion)]);
    const { dist: early } = canary;
    plane = await startControlPlane();
    await installKinds(plane, [], neededOn(target));
    await claims.createNamespace(plane, claims.namespace);
    await admitMembers(plane.client, claims.namespace);
    provider = await startPlayedProvider(plane.client, fakeWorld, notPlayed(target), startingServers);
    provider.reach('ready');
    const path = platform.registry.slice(platform.registry.indexOf('/') + 1);
    const publish = async (registry: Registry) => {
      for (const name of packages)
        await push(registry, join(dist, 'oci', name), `${path}/${name}`, `v${platform.version}`);
      for (const name of [pkg, programOf(canaryVersion)])
        await push(registry, join(early, 'oci', name), `${path}/${name}`, `v${canaryVersion}`);
    };
    pods.push(await installPlatform(plane, { dist, pkg, target, publish }));
    await claims.applyEnvironment(plane, 'prod');
    await mkdir(join(folder, 'claims'));
    for (const { plural, file, name, own } of live) {
      const claim = example(file);
      const spec = { ...(claim['spec'] as object), ...own, compositionRef: { name: `${plural}-${target}` } };
      const metadata = { ...claim.metadata, name, namespace: claims.namespace };
      await writeFile(join(folder, fileOf(name)), JSON.stringify({ ...claim, metadata, spec }));
    }
  });
  afterAll(async () => {
    for (const pod of pods) await pod.stop();
    await plane?.stop();
    await provider?.stop().catch(() => undefined);
    await canary?.remove();
    await copy?.remove();
  });

  /** One step. It needs the steps before it, and is skipped if one of them failed. */
  const stepOf = journeySteps({ missing, explain: () => tail(join(plane.folder, 'crossplane.log'), 20) });
  const step = (what: string, take: (expect: TestContext['expect']) => Promise<void>) =>
    stepOf(what, ({ expect }) => take(expect));

  const at = ['--target', target, '--environment', 'prod'];
  /** What `planesmith` prints for the claims, with the platform of the cluster. */
  const planesmith = (command: string, ...args: readonly string[]) =>
    copy!.run('planesmith', [command, 'claims', ...args]);
  const plan = (dump: string, flavour: string) => planesmith('plan', '--live', dump, '--flavour', flavour, ...at);
  const planned = (converted: string) =>
    `plan: nothing changes for any of 3 claims\non aws, in the environment prod; ${converted}, and then called (converted)\n`;
  /** A claim, and in the claims flavour its XR. */
  const cache = async (name: string) => {
    const claim = await plane.client.get(`${group}/caches/${name}`);
    const xrs = await plane.client.list(`/apis/${platform.group}/v1alpha1/xcaches`).catch(() => []);
    const xr = xrs.find(({ spec }) => spec.claimRef.name === name);
    return { claim, xr, uids: [claim?.metadata.uid, xr?.metadata.uid] };
  };
  /** Rewrites the file of a Cache for the second version, and applies all files. */
  const convert = async (expect: TestContext['expect'], name: string) => {
    const { uids } = await cache(name);
    const old = await plane.client.get(`${group}/caches/${name}`);
    expect(old?.['spec']).toMatchObject({ memoryMB: 1024 });
    await copy!.run('planesmith', ['migrate', fileOf(name), '--to', 'v1beta1', '--write']);
    await type(plane, dist, 'kubectl apply -f claims');
    const { claim, xr } = await until('the XR to have the new form', 60, async () => {
      const now = await cache(name);
      for (const object of [now.claim, now.xr ?? now.claim]) {
        expect(object?.['spec'].capacity).toEqual({ memoryMB: 1024 });
        expect(object?.['spec']).not.toHaveProperty('memoryMB');
      }
      return now;
    });
    expect([claim?.metadata.uid, xr?.metadata.uid]).toEqual(uids);
    const shown = await type(
      plane,
      dist,
      `kubectl get caches.v1beta1.${platform.group} ${name} -n ${claims.namespace}`,
    );
    expect(shown).toContain(name);
    await ready('caches', name);
    expect(await identities()).toEqual(before);
  };

  const composed = async (): Promise<readonly Item[]> => {
    const kinds = (await composedKinds()).filter(({ namespaced }) => namespaced);
    const all = await Promise.all(kinds.map(async ({ path, kind }) => withKind(await plane.client.list(path), kind)));
    return all
      .flat()
      .filter(
        ({ metadata: { namespace, labels = {} } }) =>
          namespace === claims.namespace && 'crossplane.io/composite' in labels,
      );
  };
  const identities = async () =>
    (await composed())
      .map(({ kind, metadata: { namespace, name, uid, annotations } }) =>
        [kind, `${namespace}/${name}`, uid, annotations?.['crossplane.io/external-name'] ?? ''].join(' '),
      )
      .toSorted();
  const ready = (plural: string, name: string) =>
    until(`${plural}/${name} to be ready`, 240, async () => {
      const { conditions = [] } = ((await plane.client.get(`${group}/${plural}/${name}`))?.['status'] ?? {}) as {
        conditions?: claims.Condition[];
      };
      const isTrue = (wanted: string) => conditions.some(({ type, status }) => type === wanted && status === 'True');
      if (isTrue('Ready') && isTrue('Synced')) return true;
      throw new Error(conditions.map(({ type, status, message = '' }) => `${type}=${status} ${message}`).join('; '));
    });
  /** Runs the commands under a heading of the page, as in one shell with the names. */
  const run = async (heading: string) => {
    for (const commands of blocks(section(page, heading), 'sh')) {
      await type(plane, dist, ['set -euo pipefail', names, commands].join('\n'));
    }
  };

  /** A kubeconfig of an administrator of the platform. */
  const administrator = async () => {
    const config = JSON.parse(await readFile(plane.kubeconfig, 'utf8')) as { users: { user: object }[] };
    const who = { as: 'lead', 'as-groups': [`${platform.name}-administrators`] };
    const users = config.users.map((each) => ({ ...each, user: { ...each.user, ...who } }));
    const file = join(plane.folder, 'administrator');
    await writeFile(file, JSON.stringify({ ...config, users }), { mode: 0o600 });
    return file;
  };
  /** The uids of a DevNamespace, which has no claim in either flavour, and of the namespace that it made. */
  const workplace = async () => {
    const paths = [
      `/apis/${platform.group}/v1alpha1/devnamespaces/checkout`,
      '/api/v1/namespaces/checkout-devnamespace',
    ];
    const found = await Promise.all(paths.map((path) => plane.client.get(path)));
    return found.map((object) => object?.metadata.deletionTimestamp ?? object?.metadata.uid);
  };

  step('are ready, and their policies are in force', async (expect) => {
    await until('the claims to be accepted', 30, () => type(plane, dist, 'kubectl apply -f claims'));
    await plane.client.create(`/apis/${platform.group}/v1alpha1/devnamespaces`, example('dev-namespace.yaml'));
    for (const { plural, name } of live) await ready(plural, name);
    place = await until('the DevNamespace to have its namespace', 60, async () => {
      const uids = await workplace();
      return uids.every((uid) => uid !== undefined) ? uids : undefined;
    });
    await enforcePolicies(plane, dist, target);
    // As their providers do: AWS gives these resources an id.
    for (const [path, id] of [
      ['rds.aws.m.upbound.io/v1beta1', 'instances', 'db-QWERTYUIOP'],
      ['ec2.aws.m.upbound.io/v1beta1', 'securitygroups', 'sg-0123456789'],
    ].map(([api, plural, found]) => [`/apis/${api}/namespaces/${claims.namespace}/${plural}`, found] as const)) {
      for (const { metadata } of await plane.client.list(path)) {
        const annotations = { 'crossplane.io/external-name': `${id}-${metadata.name}` };
        await plane.client.patch(`${path}/${metadata.name}`, { metadata: { annotations } });
      }
    }
    before = await identities();
    expect(before.length).toBeGreaterThan(15);
    expect(before).toContainEqual(expect.stringMatching(/^Instance team-a\/orders-database \S+ db-QWERTYUIOP-/));
  });

  /** Runs the commands that change the package, for the package of claims in a version. */
  const change = async (folder: string, heading: string, version: string) => {
    const commands = pageCommands('docs/upgrades.md', heading, target).filter((line) => /rbac|patch|wait/.test(line));
    for (const command of commands) {
      const own = command.replaceAll(`platform-${target}`, pkg).replaceAll(/:v[\d.]+\d/g, `:v${version}`);
      await type(plane, folder, own);
    }
  };
  /** What a canary may move, with the XRs behind claims, each by the name of its claim. */
  const followers = async () => {
    const plurals = ['databases', 'caches', 'statestores', 'xdatabases', 'xcaches', 'xstatestores', 'devnamespaces'];
    const resources = plurals.map((plural) => `${plural}.${platform.group}`).join();
    const { items } = JSON.parse(await plane.kubectl('get', resources, '-A', '-o', 'json')) as { items: Item[] };
    return items.map(({ kind, metadata, spec, status }) => {
      const { compositionRevisionSelector: selector, compositionRevisionRef: revision } = spec.crossplane ?? spec;
      const name: string = spec.claimRef?.name ?? metadata.name;
      const channel: unknown = selector?.matchLabels['planesmith.dev/channel'];
      return { kind, name, uid: metadata.uid!, channel, revision: revision?.name, release: status?.platformVersion };
    });
  };
  /** The windows of the Caches' servers. */
  const windows = async () => {
    const path = `/apis/elasticache.aws.m.upbound.io/v1beta1/namespaces/${claims.namespace}/replicationgroups`;
    const servers = await plane.client.list(path);
    return Object.fromEntries(
      servers.map(({ metadata, spec }) => [metadata.name, spec.forProvider.maintenanceWindow as unknown]),
    );
  };

  step('have a canary that a percentage of them follows with the same objects, until it ends', async (expect) => {
    const layout = join(canary!.dist, 'oci', programOf(canaryVersion));
    const [pod] = await Promise.all([
      runFunctionPod(plane, canaryFunction, layout, laneAddress('94.44')),
      change(canary!.dist, '## Upgrade', canaryVersion),
    ]);
    pods.push(pod);
    // A Database is composed for it, which follows what it follows.
    await type(
      plane,
      dist,
      String.raw`sed 's/^spec:/&\n  deletion: delete/' examples/state-store.yaml | kubectl apply -f -`,
    );
    const stable = await until('all to be answered by the release', 60, async () => {
      const all = await followers();
      expect(all).toHaveLength(11);
      for (const one of all)
        expect(one).toMatchObject({ channel: 'stable', revision: expect.any(String), release: platform.version });
      return all;
    });
    const all = stable.filter(({ kind }) => !kind.startsWith('X'));
    const rootOf = (name: string) => all.find((each) => each.name === name.replace(/-statestore-.*/, ''))!;
    const percent = shareOf(rootOf('cart').uid);
    const isChosen = (name: string) => shareOf(rootOf(name).uid) <= percent;
    const chosen = all.filter(({ name }) => isChosen(name)).map(({ name }) => name);
    const [some = '', list = '', end = ''] = pageCommands('docs/promotion.md', '## A percentage of the claims').map(
      (command) => command.replace('npx ', 'node_modules/.bin/').replace(' 10', ` ${percent}`),
    );
    const lead = await administrator();
    const run = (command: string, as = lead) => type(plane, dist, `${command} --kubeconfig ${as}`);
    const movedBy = async (command: string) => {
      const { moved } = JSON.parse(await run(`${command} -o json`)) as { moved: { name: string }[] };
      return moved.map(({ name }) => name).toSorted();
    };

    await expect(run(some, plane.kubeconfig)).rejects.toThrow('the platform’s choice');
    expect(await movedBy(some)).toEqual(chosen.toSorted());
    await until('the canary to answer those that were chosen, and no others', 60, async () => {
      const early = { channel: 'canary', release: canaryVersion };
      const now = await followers();
      expect(now).toMatchObject(
        stable.map(({ revision, ...one }) => ({ ...one, ...(isChosen(one.name) ? early : { revision }) })),
      );
      for (const [at, { name, revision }] of now.entries())
        expect(revision !== stable[at]?.revision, name).toBe(isChosen(name));
      const servers = ['carts', 'sessions'].map((name) => [`${name}-cache`, isChosen(name) ? window : undefined]);
      expect(await windows()).toEqual(Object.fromEntries(servers));
      return true;
    });
    for (const { plural, name } of live) await ready(plural, name);
    expect(await identities()).toEqual(expect.arrayContaining([...before]));
    expect(await movedBy(some)).toEqual([]);
    const shown = await run(list);
    for (const { kind, name, revision, release } of await followers()) {
      if (kind.startsWith('X')) continue;
      const channel = isChosen(name) ? 'canary' : 'stable';
      expect(shown).toMatch(new RegExp(`^${kind} +\\S+ +${name} +${channel} +${revision} +${release}$`, 'm'));
    }

    expect((await run(end)).match(/: canary → stable$/gm)).toHaveLength(chosen.length);
    await until('the release to answer all of them', 60, async () => {
      expect(await followers()).toEqual(stable);
      expect(Object.values(await windows())).toEqual([undefined, undefined]);
      return true;
    });
    await type(plane, dist, 'kubectl delete -f examples/state-store.yaml');
    await until('the others to be left, with what they had', 60, async () => {
      expect(await followers()).toHaveLength(7);
      expect(await identities()).toEqual(before);
      return true;
    });
    await change(dist, '## Go back', platform.version);
  });

  step('are dumped, and planned as they are and as they become', async (expect) => {
    // Just after they became ready, Crossplane may still be at its last write.
    await until('the claims to rest', 60, async () => {
      await run('### 1. Save');
      expect(await plan('live.yaml', 'claims')).toBe(
        planned('2 claims are also planned as `planesmith migrate` rewrites them'),
      );
      return true;
    });
  });

  step('get another version and form from the files that migrate wrote', (expect) => convert(expect, 'sessions'));

  step('are rewritten in their files', async (expect) => {
    await planesmith('migrate', '--to', 'namespaced', ...at, '--write');
    const text = await readFile(join(copy!.folder, fileOf('orders')), 'utf8');
    expect((JSON.parse(text) as Item)['spec']).toMatchObject({
      crossplane: { compositionRef: { name: 'databases-aws' } },
    });
  });

  step('lose their XRs and keep their objects', async (expect) => {
    await until('the claims to rest', 60, async () => {
      await run('### 1. Save');
      const proof = await planesmith('migrate', '--to', 'namespaced', ...at, '--live', 'live.yaml', '-o', 'json');
      expect(JSON.parse(proof)).toMatchObject({ objects: before.length, files: [], plan: { claims: 3, changed: 0 } });
      return true;
    });
    for (const heading of ['### 2. Hold', '### 3. Orphan']) await run(heading);
    expect(await identities()).toEqual(before);
    for (const { kind, metadata } of await composed()) expect(metadata.ownerReferences ?? [], kind).toEqual([]);
    expect(await plane.client.list(`${group}/databases`)).toEqual([]);
  });

  step('come back as XRs with the same objects', async (expect) => {
    for (const heading of ['### 4. Change the package', '### 5. Adopt']) await run(heading);
    for (const { plural, name } of live) await ready(plural, name);
    expect(await identities()).toEqual(before);
    for (const { kind, metadata } of await composed()) {
      const [owner, ...others] = metadata.ownerReferences as { kind: string; name: string; controller?: boolean }[];
      expect({ kind, owner, others }).toMatchObject({ owner: { controller: true }, others: [] });
      expect(live.map(({ name }) => name)).toContain(owner?.name);
      expect(Object.keys(metadata.labels ?? {})).not.toContain('crossplane.io/claim-name');
    }
    await run('### 6. Check and close');
    expect(await workplace()).toEqual(place);
  });

  step('get another version and form as XRs, too', async (expect) => {
    const dump = `references | while read -r kind namespace name claim; do
  kubectl get "$kind" "$name" -n "$namespace" -o yaml && echo ---
done > now.yaml
kubectl get "$claims" -A -o yaml >> now.yaml`;
    await type(plane, dist, ['set -euo pipefail', names, dump].join('\n'));
    expect(await plan('now.yaml', 'namespaced')).toBe(
      planned('1 claim is also planned as `planesmith migrate` rewrites it'),
    );
    await convert(expect, 'carts');
  });

  step('are XRs that Crossplane goes on with', async (expect) => {
    const path = `/apis/elasticache.aws.m.upbound.io/v1beta1/namespaces/${claims.namespace}/replicationgroups`;
    await plane.client.patch(`${group}/caches/sessions`, { spec: { capacity: { memoryMB: 4096 } } });
    const servers = async () =>
      (await plane.client.list(path)).find(({ metadata }) => metadata.name.startsWith('sessions-'));
    const old = await servers();
    await until('the edit to be carried out', 60, async () => {
      const now = await servers();
      expect(now?.['spec'].forProvider.nodeType).not.toBe(undefined);
      expect(now?.metadata.uid).toBe(old?.metadata.uid);
      expect(now?.metadata.generation).toBeGreaterThan(old!.metadata.generation!);
      return true;
    });
    expect(await identities()).toEqual(before);
  });
});

/** The least percentage that chooses a claim, by what docs/promotion.md says of its UID. */
function shareOf(uid: string): number {
  const first = createHash('sha256').update(uid).digest().readUInt32BE();
  return Math.floor((first / 2 ** 32) * 100) + 1;
}

function fileOf(name: string): string {
  return join('claims', `${name}.json`);
}

function withKind(items: readonly Item[], kind: string): readonly Item[] {
  return items.map((item) => ({ ...item, kind }));
}
