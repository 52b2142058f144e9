/** Live claims become namespaced XRs by the steps of docs/moving-to-namespaced.md: nothing is deleted, and every identity stays. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { blocks, planesmith, section, textOf } from '../pages/page.ts';
import { fakeWorld } from '../played/play.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { missingForCommands, type } from './control-plane/commands.ts';
import { composedKinds, installKinds } from './control-plane/crds.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { admitMembers } from './control-plane/member.ts';
import { push } from './control-plane/packages.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startingServers, startPlayedProvider } from './control-plane/played-provider.ts';
import { enforcePolicies } from './control-plane/policies.ts';
import { tail, until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';

const target = 'aws';
const page = textOf('docs/moving-to-namespaced.md');
const [names = ''] = blocks(section(page, '## The cluster'), 'sh');
const missingForPage = () =>
  promisify(execFile)('jq', ['--version']).then(
    () => undefined,
    () => 'it needs jq, as the page says',
  );
const missing = (await missingForControlPlane()) ?? (await missingForCommands()) ?? (await missingForPage());

const group = `/apis/${platform.group}/v1alpha1/namespaces/${claims.namespace}`;
const live = [
  { plural: 'databases', file: 'database.yaml', name: 'orders', own: { deletion: 'retain' } },
  { plural: 'caches', file: 'cache.yaml', name: 'sessions', own: {} },
];

describe('live claims on aws', () => {
  let built: Built | undefined;
  let plane: ControlPlane;
  let pod: FunctionPod | undefined;
  let provider: PlayedProvider | undefined;
  let before: readonly string[];
  let place: readonly (string | undefined)[];
  let broken = false;

  beforeAll(async () => {
    if (missing !== undefined) return;
    built = await builtRelease([hostArchitecture()]);
    const { dist, folder } = built;
    plane = await startControlPlane();
    await installKinds(plane);
    await claims.createNamespace(plane, claims.namespace);
    await admitMembers(plane.client, claims.namespace);
    provider = await startPlayedProvider(
      plane.client,
      fakeWorld,
      ({ apiVersion }) => apiVersion === 'v1' || apiVersion.startsWith('protection.'),
      startingServers,
    );
    provider.reach('ready');
    const path = platform.registry.slice(platform.registry.indexOf('/') + 1);
    const packages = [
      `platform-${target}`,
      `platform-${target}-claims`,
      platform.functionRepository.split('/').at(-1)!,
    ];
    pod = await installPlatform(plane, {
      dist,
      pkg: `platform-${target}-claims`,
      target,
      publish: async (registry) => {
        for (const name of packages) {
          await push(registry, join(dist, 'oci', name), `${path}/${name}`, `v${platform.version}`);
        }
      },
    });
    await claims.applyEnvironment(plane, 'prod');
    await mkdir(join(folder, 'claims'));
    for (const { plural, file, own } of live) {
      const claim = example(file);
      const spec = { ...(claim['spec'] as object), ...own, compositionRef: { name: `${plural}-${target}` } };
      const text = JSON.stringify({ ...claim, metadata: { ...claim.metadata, namespace: claims.namespace }, spec });
      await writeFile(join(folder, 'claims', file.replace('.yaml', '.json')), text);
    }
  });
  afterAll(async () => {
    await pod?.stop();
    await plane?.stop();
    await provider?.stop().catch(() => undefined);
    await built?.remove();
  });

  /** One step. It needs the steps before it, and is skipped if one of them failed. */
  const step = (what: string, take: (expect: TestContext['expect']) => Promise<void>) =>
    it(what, async (context) => {
      if (missing !== undefined) return context.skip(missing);
      if (broken) return context.skip('an earlier step failed');
      try {
        await take(context.expect);
      } catch (error) {
        broken = true;
        console.error(await tail(join(plane.folder, 'crossplane.log'), 20));
        throw error;
      }
    });

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
      await type(plane, built!.dist, ['set -euo pipefail', names, commands].join('\n'));
    }
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
    await until('the claims to be accepted', 30, () => type(plane, built!.dist, 'kubectl apply -f claims'));
    await plane.client.create(`/apis/${platform.group}/v1alpha1/devnamespaces`, example('dev-namespace.yaml'));
    for (const { plural, name } of live) await ready(plural, name);
    place = await until('the DevNamespace to have its namespace', 60, async () => {
      const uids = await workplace();
      return uids.every((uid) => uid !== undefined) ? uids : undefined;
    });
    await enforcePolicies(plane, built!.dist, target);
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

  step('are rewritten in their files', async (expect) => {
    const folder = join(built!.folder, 'claims');
    await planesmith('migrate', folder, '--to', 'namespaced', '--target', target, '--environment', 'prod', '--write');
    const text = await readFile(join(folder, 'database.json'), 'utf8');
    expect((JSON.parse(text) as Item)['spec']).toMatchObject({
      crossplane: { compositionRef: { name: 'databases-aws' } },
    });
  });

  step('lose their XRs and keep their objects', async (expect) => {
    for (const heading of ['### 1. Save', '### 2. Hold', '### 3. Orphan']) await run(heading);
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

  step('are XRs that Crossplane goes on with', async (expect) => {
    const path = `/apis/elasticache.aws.m.upbound.io/v1beta1/namespaces/${claims.namespace}/replicationgroups`;
    await plane.client.patch(`${group}/caches/sessions`, { spec: { memoryMB: 4096 } });
    const [old] = await plane.client.list(path);
    await until('the edit to be carried out', 60, async () => {
      const [now] = await plane.client.list(path);
      expect(now?.['spec'].forProvider.nodeType).not.toBe(undefined);
      expect(now?.metadata.uid).toBe(old?.metadata.uid);
      expect(now?.metadata.generation).toBeGreaterThan(old!.metadata.generation!);
      return true;
    });
    expect(await identities()).toEqual(before);
  });
});

function withKind(items: readonly Item[], kind: string): readonly Item[] {
  return items.map((item) => ({ ...item, kind }));
}
