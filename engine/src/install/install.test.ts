import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planesmith, widgetFolder } from '../cli/testing/widget-folder.ts';
import { install, type InstallOptions } from './install.ts';
import type { Item } from './kubectl.ts';
import { type FakeCluster, fakeCluster, packageOf } from './testing/fake-cluster.ts';
import { core, facts, mirror } from './testing/objects.ts';

const chart = `import { ApiObject } from 'cdk8s';

const server = (chart) => {
  new ApiObject(chart, 'server', { apiVersion: 'db.example.org/v1', kind: 'Server', metadata: { name: 'db' } });
};

export const install = { local: { server } };
`;
const lock = `operators:
- name: db-operator
  image: ghcr.io/toy/db-operator
  version: "4.5.6"
  digest: unresolved
  groups: [db.example.org, toys.example.org]
`;
const servers = 'servers db.example.org/v1 true Server';
const configuration = (name: string, repository: string, labels = {}): Item =>
  packageOf({
    apiVersion: 'pkg.crossplane.io/v1',
    kind: 'Configuration',
    metadata: { name, labels },
    spec: { package: `${repository}:v1.2.2` },
  });

const definition: Item = {
  apiVersion: 'apiextensions.crossplane.io/v2',
  kind: 'CompositeResourceDefinition',
  metadata: { name: 'widgets.toys.example.org' },
  spec: { group: 'toys.example.org', names: { kind: 'Widget', plural: 'widgets' } },
};

let folder: string;
let dist: string;
let own: string;
beforeAll(async () => {
  folder = widgetFolder({ 'install/index.ts': chart, 'planesmith.lock.yaml': lock });
  dist = join(folder, 'dist');
  own = mkdtempSync(join(tmpdir(), 'planesmith-facts-'));
  const only = ['toys-local', 'toys-local-claims', 'toys-cloud'].flatMap((name) => ['--only', name]);
  expect(await planesmith(folder, ['build', ...only])).toMatchObject({ code: 0 });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(own, { recursive: true });
});

const installed = (cluster: FakeCluster, options: Partial<InstallOptions> = {}) => {
  const usual = { target: 'local', flavour: 'namespaced', seconds: 0, report: () => undefined } as const;
  return install(cluster.kubectl, dist, { ...usual, ...options });
};
const factsFile = (text: string): string => {
  const file = join(own, 'facts.yaml');
  writeFileSync(file, text);
  return file;
};

describe('an installation', () => {
  it('applies the bundle in its order, and the facts before the package', async () => {
    const cluster = fakeCluster({ served: [servers] });
    const text = JSON.stringify({ ...facts, data: { name: 'local', version: '1' } });
    const result = await installed(cluster, { facts: factsFile(text) });
    expect(result).toMatchObject({ skipped: [], unhealthy: [], version: '1.2.3', target: 'local' });
    const kinds = cluster.applied.map((items) => items[0]?.kind);
    expect(kinds).toEqual([
      'ClusterRole',
      'DeploymentRuntimeConfig',
      'ValidatingAdmissionPolicy',
      'EnvironmentConfig',
      'Configuration',
      'ValidatingAdmissionPolicy',
      'Server',
    ]);
  });

  it.each([
    { reason: 'a name', text: 'apiVersion: v1\nkind: Secret\nmetadata: {}\n' },
    { reason: 'a kind', text: 'metadata: { name: left }\n' },
    { reason: 'fields', text: 'words\n' },
  ])('applies nothing of a bundle that somebody edited, if an object has no longer $reason', async ({ text }) => {
    const edited = join(own, 'edited');
    cpSync(dist, edited, { recursive: true });
    writeFileSync(join(edited, 'install/local/runtime.yaml'), text);
    const cluster = fakeCluster({ objects: [facts], served: [servers] });
    const usual = { target: 'local', flavour: 'namespaced', seconds: 0, report: () => undefined } as const;
    await expect(install(cluster.kubectl, edited, usual)).rejects.toThrow('runtime.yaml holds what is no object');
    expect(cluster.applied).toEqual([]);
  });

  it('says which kinds claims become that the cluster lacks, and what brings them', async () => {
    const { missing } = await installed(fakeCluster({ objects: [facts], served: [servers] }));
    expect(missing).toEqual([
      {
        group: 'toys.example.org',
        kinds: ['Gear', 'Shelf', 'Sticker'],
        bringer: ', which comes with db-operator 4.5.6',
      },
    ]);
  });

  it('leaves out a file of kinds that the cluster does not serve, and says what brings them', async () => {
    const cluster = fakeCluster({ objects: [facts] });
    const { skipped, applied } = await installed(cluster);
    expect(skipped).toEqual([
      {
        what: 'server.yaml',
        reason: 'the cluster does not serve Server of db.example.org, which comes with db-operator 4.5.6',
      },
    ]);
    expect(applied).not.toContain('server.yaml');
    expect(cluster.objects.map(({ kind }) => kind)).not.toContain('Server');
  });

  it.each([
    { reason: 'of the same source', repository: 'registry.example.org/toys/toys-local' },
    { reason: 'of a mirror that the cluster knows', repository: 'mirror.example.org/outer/toys/toys-local' },
    {
      reason: 'with its label',
      repository: 'else.example.org/toys-local',
      labels: { 'planesmith.dev/platform': 'toys' },
    },
  ])('updates a package $reason under the name that it has in the cluster', async ({ repository, labels }) => {
    const objects = [facts, mirror, configuration('acme', repository, labels)];
    const cluster = fakeCluster({ objects, served: [servers] });
    await installed(cluster);
    const configurations = cluster.objects.filter(({ kind }) => kind === 'Configuration');
    expect(configurations.map(({ metadata }) => metadata.name)).toEqual(['acme']);
    expect(configurations[0]?.spec).toMatchObject({ package: expect.stringContaining('toys-local:v1.2.3@sha256:') });
  });

  it('leaves the package of another platform alone that is called like its own', async () => {
    const other = configuration('games', 'registry.example.org/games/toys-local');
    const cluster = fakeCluster({ objects: [facts, other], served: [servers] });
    const { unhealthy } = await installed(cluster);
    expect(unhealthy).toEqual([]);
    expect(cluster.objects.filter(({ kind }) => kind === 'Configuration').map(({ metadata }) => metadata.name)).toEqual(
      ['games', 'toys-local'],
    );
    expect(cluster.objects).toContainEqual(other);
  });

  it.each([
    { reason: 'its Deployment says so', objects: [core('2.4.1', 'infra', 'xp')], options: {} },
    { reason: 'the operator says so', objects: [core('2.4.1')], options: { account: 'infra/xp' } },
  ])('knows Crossplane in another namespace and by another account if $reason', async ({ objects, options }) => {
    const cluster = fakeCluster({ objects: [facts, ...objects], served: [servers] });
    await installed(cluster, options);
    const text = JSON.stringify(cluster.applied);
    expect(text).toContain('system:serviceaccount:infra:xp');
    expect(text).not.toContain('crossplane-system');
  });

  it('gives the Function its settings behind a mirror, too, which Crossplane asks by the mirror’s address', async () => {
    const cluster = fakeCluster({ objects: [facts, mirror], served: [servers] });
    await installed(cluster);
    await installed(cluster);
    const configOf = (name: string) =>
      cluster.objects.find(({ kind, metadata }) => kind === 'ImageConfig' && metadata.name === name)?.spec;
    const prefixes = (...all: readonly string[]) => all.map((prefix) => ({ type: 'Prefix', prefix }));
    const runtime = { configRef: { name: 'toys-functions' } };
    // A controller that applies the bundle from Git writes the first one anew, and so must leave the second one alone.
    expect(configOf('toys-functions')).toMatchObject({
      matchImages: prefixes('registry.example.org/toys/toys-functions-'),
      runtime,
    });
    expect(configOf('toys-functions-mirror')).toMatchObject({
      matchImages: prefixes('mirror.example.org/outer/toys/toys-functions-'),
      runtime,
    });
  });

  it('reports what a package says that does not become healthy, and guards what there is all the same', async () => {
    const cluster = fakeCluster({ objects: [facts], served: [servers], unhealthy: 'cannot fetch package: denied' });
    const { unhealthy, applied } = await installed(cluster);
    expect(unhealthy).toContainEqual({
      what: 'Configuration toys-local',
      lacks: 'not Healthy: cannot fetch package: denied',
    });
    expect(applied).toContain('policies.yaml');
  });

  it('says why Crossplane cannot pull a package, whose address it then does not repeat in the status', async () => {
    const message = 'cannot unpack package: no such host';
    const condition = (type: string) => ({ type, status: 'False', message, observedGeneration: 1 });
    const pulled = (item: Item): Item =>
      item.kind === 'Configuration'
        ? {
            ...item,
            metadata: { ...item.metadata, generation: 1 },
            status: { conditions: ['Installed', 'Healthy'].map(condition) },
          }
        : item;
    const cluster = fakeCluster({ objects: [facts], served: [servers], answering: pulled });
    const { unhealthy } = await installed(cluster);
    expect(unhealthy).toContainEqual({ what: 'Configuration toys-local', lacks: `not Installed: ${message}` });
  });

  it('stops at a file that the API server refuses, and names it', async () => {
    const failing = { apply: 'Error from server (Forbidden): clusterroles is forbidden: User "eve" cannot patch' };
    await expect(installed(fakeCluster({ objects: [facts], failing }))).rejects.toThrow(
      'rbac.yaml is not applied, nor anything after it: clusterroles is forbidden: User "eve" cannot patch',
    );
  });
});

const down = 'E1129 12:00:00 memcache.go:265] "Unhandled Error"\nUnable to connect to the server: dial tcp: refused\n';

describe('an installation changes nothing', () => {
  const rows: {
    reason: string;
    cluster?: Parameters<typeof fakeCluster>[0];
    options?: Partial<InstallOptions>;
    facts?: string;
    says: string;
  }[] = [
    {
      reason: 'the cluster is not there',
      cluster: { failing: { version: down } },
      says: 'the cluster does not answer: Unable to connect to the server: dial tcp: refused',
    },
    {
      reason: 'there is no Crossplane',
      cluster: { without: /crossplane/ },
      says: 'the cluster has no Crossplane: it does not serve Configuration of pkg.crossplane.io',
    },
    {
      reason: 'Crossplane is too old',
      cluster: { objects: [facts, core('2.3.9')] },
      says: 'the cluster has Crossplane 2.3.9, and this release needs 2.4.0 or newer',
    },
    { reason: 'nobody knows its facts', says: 'the cluster has no EnvironmentConfig toys, which holds its facts' },
    {
      reason: 'the other flavour is there',
      cluster: { objects: [facts, configuration('toys-local-claims', 'registry.example.org/toys/toys-local-claims')] },
      says: 'the cluster has Configuration toys-local-claims (registry.example.org/toys/toys-local-claims:v1.2.2), and that serves the same kinds',
    },
    {
      reason: 'another target is there',
      cluster: { objects: [facts, configuration('toys-cloud', 'registry.example.org/toys/toys-cloud')] },
      says: 'the cluster has Configuration toys-cloud',
    },
    {
      reason: 'its kinds come from a registry that nobody knows',
      cluster: { objects: [facts, definition, configuration('acme', 'else.example.org/toys-local')] },
      says: 'the cluster has Configuration acme (else.example.org/toys-local:v1.2.2), which is called like the package of toys',
    },
    {
      reason: 'another platform has the name of its package',
      cluster: { objects: [facts, configuration('toys-local', 'registry.example.org/games/toys-local')] },
      says: 'the cluster has Configuration toys-local (registry.example.org/games/toys-local:v1.2.2), which is called like',
    },
    {
      reason: 'the target is misspelt',
      options: { target: 'locl' },
      says: 'is not for the target locl, did you mean local?',
    },
    {
      reason: 'the target has no package of that flavour',
      options: { target: 'cloud', flavour: 'claims' },
      says: 'has no package for the flavour claims on cloud',
    },
    {
      reason: 'the facts are of another platform',
      facts: 'kind: EnvironmentConfig\nmetadata: {name: acme}\n',
      says: 'is not the EnvironmentConfig toys',
    },
    { reason: 'the facts are no YAML', facts: 'kind: [', says: 'facts.yaml: ' },
    {
      reason: 'a fact is missing',
      facts: JSON.stringify({ ...facts, data: { name: 'local' } }),
      says: "data must have required property 'version'",
    },
  ];
  it.each(rows)('if $reason', async ({ cluster: changes, options = {}, facts: text, says }) => {
    const cluster = fakeCluster(changes);
    const given = text === undefined ? {} : { facts: factsFile(text) };
    await expect(installed(cluster, { ...options, ...given })).rejects.toThrow(says);
    expect(cluster.applied).toEqual([]);
  });
});
