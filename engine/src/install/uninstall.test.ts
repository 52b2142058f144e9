import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planesmith, widgetFolder } from '../cli/testing/widget-folder.ts';
import { install } from './install.ts';
import type { Item } from './kubectl.ts';
import { type FakeCluster, fakeCluster } from './testing/fake-cluster.ts';
import { facts } from './testing/objects.ts';
import { uninstall } from './uninstall.ts';

let folder: string;
let dist: string;
beforeAll(async () => {
  folder = widgetFolder();
  dist = join(folder, 'dist');
  expect(await planesmith(folder, ['build', '--only', 'toys-local'])).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const waiting = { seconds: 0, report: () => undefined };
const widgets = 'widgets toys.example.org/v1alpha1 true Widget';
const widget: Item = {
  apiVersion: 'toys.example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'big', namespace: 'team-a' },
};
const namesIn = ({ objects }: FakeCluster) => objects.map(({ kind, metadata: { name } }) => `${kind} ${name}`);

async function clusterWith(...objects: readonly Item[]): Promise<FakeCluster> {
  const cluster = fakeCluster({ objects: [facts, ...objects], served: [widgets] });
  await install(cluster.kubectl, dist, { flavour: 'namespaced', ...waiting });
  return cluster;
}

describe('an uninstallation', () => {
  it('removes all that an installation brought but namespaces, and names these', async () => {
    const cluster = await clusterWith();
    expect(namesIn(cluster)).toContain('Configuration toys-local');
    const { live, left } = await uninstall(cluster.kubectl, dist, waiting);
    expect({ live, left }).toEqual({ live: [], left: ['Namespace toys-local'] });
    expect(namesIn(cluster)).toEqual(['Namespace toys-local']);
  });

  it('removes rights, signs and Functions of earlier releases, and nothing of other platforms', async () => {
    const named = (apiVersion: string, kind: string, name: string): Item => ({ apiVersion, kind, metadata: { name } });
    const program = (name: string) => ({
      ...named('pkg.crossplane.io/v1', 'Function', name),
      spec: { package: `registry.example.org/toys/${name}:v1` },
    });
    const cluster = await clusterWith(
      named('rbac.authorization.k8s.io/v1', 'ClusterRole', 'toys-local-compose-1-2-2'),
      named('rbac.authorization.k8s.io/v1', 'ClusterRole', 'toys-local-composers'),
      named('rbac.authorization.k8s.io/v1', 'ClusterRole', 'acme-local-compose-1-2-2'),
      named(facts.apiVersion, facts.kind, 'toys-local-compose-1-2-2'),
      named(facts.apiVersion, facts.kind, 'acme'),
      program('toys-functions-1-2-2'),
      program('function-auto-ready'),
      // Of a platform that calls its packages like this one.
      {
        ...program('games-local'),
        kind: 'Configuration',
        spec: { package: 'registry.example.org/games/toys-local:v1' },
      },
      { ...program('games'), spec: { package: 'registry.example.org/games/toys-functions-1-2-2:v1' } },
    );
    await uninstall(cluster.kubectl, dist, waiting);
    expect(namesIn(cluster).toSorted()).toEqual([
      'ClusterRole acme-local-compose-1-2-2',
      'ClusterRole toys-local-composers',
      'Configuration games-local',
      'EnvironmentConfig acme',
      'Function function-auto-ready',
      'Function games',
      'Namespace toys-local',
    ]);
  });

  it('leaves Providers that the platform brought, since their kinds may have other objects', async () => {
    const provider = {
      apiVersion: 'pkg.crossplane.io/v1',
      kind: 'Provider',
      metadata: { name: 'provider-bricks', labels: { 'planesmith.dev/platform': 'toys' } },
      spec: { package: 'xpkg.example.org/provider-bricks:v1' },
    };
    const cluster = await clusterWith(provider);
    const { left } = await uninstall(cluster.kubectl, dist, waiting);
    expect(left).toEqual(['Provider provider-bricks', 'Namespace toys-local']);
    expect(namesIn(cluster)).toContain('Provider provider-bricks');
  });

  it('removes what holds behind a mirror, and leaves the mirror itself', async () => {
    const cluster = await clusterWith({
      apiVersion: 'pkg.crossplane.io/v1beta1',
      kind: 'ImageConfig',
      metadata: { name: 'mirror' },
      spec: {
        matchImages: [{ type: 'Prefix', prefix: 'registry.example.org/' }],
        rewriteImage: { prefix: 'mirror.example.org/' },
      },
    });
    expect(namesIn(cluster)).toContain('ImageConfig toys-functions-mirror');
    await uninstall(cluster.kubectl, dist, waiting);
    expect(namesIn(cluster)).toEqual(['ImageConfig mirror', 'Namespace toys-local']);
  });

  it('removes nothing while a claim lives, and names it', async () => {
    const cluster = await clusterWith(widget);
    const before = namesIn(cluster);
    const { live, removed } = await uninstall(cluster.kubectl, dist, waiting);
    expect({ live, removed }).toEqual({ live: ['Widget team-a/big'], removed: [] });
    expect(namesIn(cluster)).toEqual(before);
  });

  it('removes nothing if the cluster does not list what it serves, since a claim may live', async () => {
    const cluster = await clusterWith(widget);
    const before = namesIn(cluster);
    // As kubectl ends if the discovery of one group fails: with the kinds of the others, and an error.
    const blind: FakeCluster['kubectl'] = async (args, input) =>
      args[0] === 'api-resources' && args.includes('name')
        ? { code: 1, stdout: '', stderr: 'error: unable to retrieve the complete list of server APIs' }
        : cluster.kubectl(args, input);
    await expect(uninstall(blind, dist, waiting)).rejects.toThrow(
      'the cluster does not say whether it serves widgets.toys.example.org: unable to retrieve',
    );
    expect(namesIn(cluster)).toEqual(before);
  });

  it('puts the guard back if nobody can say whether a claim came while it looked', async () => {
    const cluster = await clusterWith();
    const before = namesIn(cluster).toSorted();
    let isGone = false;
    const failing: FakeCluster['kubectl'] = async (args, input) => {
      if (args[0] === 'get' && isGone) return { code: 1, stdout: '', stderr: 'error: etcd has no leader' };
      isGone ||= args[0] === 'delete';
      return cluster.kubectl(args, input);
    };
    await expect(uninstall(failing, dist, waiting)).rejects.toThrow('etcd has no leader');
    expect(namesIn(cluster).toSorted()).toEqual(before);
  });

  it('puts the guard back if a claim comes while it looks', async () => {
    const cluster = await clusterWith();
    const before = namesIn(cluster).toSorted();
    const slow: FakeCluster['kubectl'] = async (args, input) => {
      const answer = await cluster.kubectl(args, input);
      if (args[0] === 'delete') cluster.objects.push(widget);
      return answer;
    };
    const { live, removed } = await uninstall(slow, dist, waiting);
    expect({ live, removed }).toEqual({ live: ['Widget team-a/big'], removed: [] });
    expect(namesIn(cluster).toSorted()).toEqual([...before, 'Widget big'].toSorted());
  });

  it('is finished by a second run if a package does not go', async () => {
    const cluster = await clusterWith();
    const stuck: FakeCluster['kubectl'] = async (args, input) =>
      args[1] === 'configurations.pkg.crossplane.io' && args[0] === 'delete'
        ? { code: 1, stdout: '', stderr: 'Error from server (Forbidden): admission webhook denied the request' }
        : cluster.kubectl(args, input);
    await expect(uninstall(stuck, dist, waiting)).rejects.toThrow(
      'Configuration toys-local is not removed: admission webhook denied the request',
    );
    await uninstall(cluster.kubectl, dist, waiting);
    expect(namesIn(cluster)).toEqual(['Namespace toys-local']);
  });
});
