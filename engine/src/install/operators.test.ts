import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { planesmith, widgetFolder } from '../cli/testing/widget-folder.ts';
import { type TestRegistry, startRegistry } from '../registry/testing/registry.ts';
import { digestOf } from '../xpkg/digest.ts';
import { textContent } from '../xpkg/tar.ts';
import { type Helm, helmOf } from './helm.ts';
import { install, type InstallOptions } from './install.ts';
import type { Item } from './kubectl.ts';
import { runProgram } from './program.ts';
import { type FakeCluster, fakeCluster } from './testing/fake-cluster.ts';
import { facts } from './testing/objects.ts';

const tarball = textContent('the chart of the operator, packed');
const servers = 'servers db.example.org/v1 true Server';
const backups = 'backups db.example.org/v1 true Backup';
const index = `import { ApiObject } from 'cdk8s';

const server = (chart) => {
  for (const kind of ['Server', 'Backup'])
    new ApiObject(chart, kind, { apiVersion: 'db.example.org/v1', kind, metadata: { name: 'db' } });
};

export const install = { local: { server } };
export const operators = { 'db-operator': { namespace: 'db-system', values: { watch: ["it's", 'b'], replicas: 2, 'a.b': true } } };
`;

let registry: TestRegistry;
let digest: string;
let folder: string;
beforeAll(async () => {
  registry = await startRegistry();
  const layer = { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest: digestOf(tarball) };
  const provenance = { mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov', digest };
  const bytes = textContent(JSON.stringify({ schemaVersion: 2, layers: [provenance, layer].slice(1) }));
  digest = digestOf(bytes);
  registry.blobs.set(`charts/db-operator@${layer.digest}`, tarball);
  registry.manifests.set(`charts/db-operator@${digest}`, {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    bytes,
  });
  folder = widgetFolder({ 'install/index.ts': index, 'planesmith.lock.yaml': lock() });
  expect(await planesmith(folder, ['build', '--only', 'toys-local'])).toMatchObject({ code: 0 });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await registry.close();
});

const lock = () => `operators:
- name: db-operator
  image: ghcr.io/toy/db-operator
  version: "4.5.6"
  digest: unresolved
  groups: [db.example.org]
charts:
- name: db-operator
  image: ${registry.host}/charts/db-operator
  version: "0.7.0"
  digest: ${digest}
`;

interface Played {
  readonly helm: Helm;
  readonly calls: (readonly string[])[];
  readonly charts: Uint8Array[];
}

/** Helm as it acts on the cluster: the CRDs of the chart come, and a Secret keeps the release. */
function playedHelm(cluster: FakeCluster, { brings = [servers, backups], says = '', isFailing = false } = {}): Played {
  const calls: (readonly string[])[] = [];
  const charts: Uint8Array[] = [];
  const helm: Helm = async (args) => {
    calls.push(args);
    charts.push(readFileSync(args[3] ?? ''));
    if (says !== '') return { code: 1, stdout: '', stderr: says };
    cluster.served.push(...brings);
    const labels = (args.find((word) => word.startsWith('--labels=')) ?? '').slice('--labels='.length).split(',');
    cluster.objects.push({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `sh.helm.release.v1.${args[2]}.v1`,
        namespace: args[args.indexOf('--namespace') + 1] ?? '',
        labels: {
          owner: 'helm',
          status: isFailing ? 'failed' : 'deployed',
          name: args[2] ?? '',
          ...Object.fromEntries(labels.map((label) => label.split('='))),
        },
      },
    });
    return isFailing
      ? { code: 1, stdout: '', stderr: 'Error: context deadline exceeded\n' }
      : { code: 0, stdout: '', stderr: '' };
  };
  return { helm, calls, charts };
}

const installed = (cluster: FakeCluster, options: Partial<InstallOptions> = {}, dist = join(folder, 'dist')) => {
  const usual = { target: 'local', flavour: 'namespaced', seconds: 0, report: () => undefined } as const;
  return install(cluster.kubectl, dist, { ...usual, ...options });
};
const values = `--set-json 'watch=["it'\\''s","b"]' --set-json replicas=2 --set-json 'a\\.b=true'`;

describe('an operator that a cluster lacks', () => {
  it('is installed by the chart of the lock before what needs its kinds', async () => {
    const cluster = fakeCluster({ objects: [facts] });
    const { helm, calls, charts } = playedHelm(cluster);
    const { operators, commands, skipped, left } = await installed(cluster, { helm });
    expect({ operators, commands, skipped, left }).toEqual({
      operators: ['db-operator 4.5.6'],
      commands: [],
      skipped: [],
      left: [],
    });
    expect(charts.map((bytes) => digestOf(bytes))).toEqual([digestOf(tarball)]);
    expect(calls[0]?.slice(0, 3)).toEqual(['upgrade', '--install', 'db-operator']);
    expect(calls[0]?.slice(4, 9)).toEqual([
      '--namespace',
      'db-system',
      '--create-namespace',
      '--set-json',
      `watch=["it's","b"]`,
    ]);
    expect(cluster.objects.map(({ kind }) => kind)).toContain('Server');
  });

  it('is left alone by a second installation, and upgraded if the lock has another chart', async () => {
    const cluster = fakeCluster({ objects: [facts] });
    const { helm, calls } = playedHelm(cluster);
    await installed(cluster, { helm });
    expect(await installed(cluster, { helm })).toMatchObject({ operators: [], commands: [], left: [] });
    expect(calls).toHaveLength(1);
    const release = cluster.objects.findIndex(({ kind }) => kind === 'Secret');
    const { metadata, ...rest } = cluster.objects[release]!;
    const labels = { ...metadata.labels, 'planesmith.dev/chart': 'before' };
    cluster.objects[release] = { ...rest, metadata: { ...metadata, labels } };
    expect(await installed(cluster, { helm })).toMatchObject({ operators: ['db-operator 4.5.6'], left: [] });
    expect(calls).toHaveLength(2);
  });

  it('is installed again if Helm failed, although its kinds are there', async () => {
    const cluster = fakeCluster({ objects: [facts] });
    const failed = await installed(cluster, { helm: playedHelm(cluster, { isFailing: true }).helm });
    expect(failed.unhealthy).toHaveLength(1);
    const { helm, calls } = playedHelm(cluster);
    expect(await installed(cluster, { helm })).toMatchObject({ operators: ['db-operator 4.5.6'], left: [] });
    // The revision that failed stays in the history of Helm.
    expect(await installed(cluster, { helm })).toMatchObject({ operators: [], commands: [], left: [] });
    expect(calls).toHaveLength(1);
  });

  it('is named with the whole command if there is no Helm', async () => {
    const { operators, commands, skipped } = await installed(fakeCluster({ objects: [facts] }));
    expect(operators).toEqual([]);
    expect(commands).toEqual([
      `helm upgrade --install db-operator oci://${registry.host}/charts/db-operator@${digest} ` +
        `--namespace db-system --create-namespace ${values} --wait`,
    ]);
    expect(skipped.map(({ what }) => what)).toEqual(['server.yaml']);
  });

  it('is read from the mirror to which the cluster redirects its registry', async () => {
    const mirror: Item = {
      apiVersion: 'pkg.crossplane.io/v1beta1',
      kind: 'ImageConfig',
      metadata: { name: 'mirror' },
      spec: {
        matchImages: [{ type: 'Prefix', prefix: `${registry.host}/` }],
        rewriteImage: { prefix: 'mirror.example.org/outer/' },
      },
    };
    const { commands } = await installed(fakeCluster({ objects: [facts, mirror] }));
    expect(commands[0]).toContain(` oci://mirror.example.org/outer/charts/db-operator@${digest} `);
  });

  it('is only named in a dry run, which changes nothing', async () => {
    const cluster = fakeCluster({ objects: [facts] });
    const { helm, calls } = playedHelm(cluster);
    const { operators, commands, skipped, applied, dryRun } = await installed(cluster, { helm, dryRun: true });
    expect({ operators, skipped, dryRun }).toEqual({ operators: ['db-operator 4.5.6'], skipped: [], dryRun: true });
    expect(commands).toHaveLength(1);
    expect(applied).toContain('server.yaml');
    expect([calls, cluster.applied, cluster.objects]).toEqual([[], [], [facts]]);
  });

  it.each([
    {
      reason: 'Helm fails',
      play: { says: 'level=WARN msg=old\nError: context deadline exceeded\n' },
      lacks: 'Helm says: Error: context deadline exceeded',
    },
    { reason: 'its chart is another one', play: { brings: [servers] }, lacks: 'its chart has not brought Backup' },
  ])('is reported if $reason, and the platform is installed all the same', async ({ play, lacks }) => {
    const cluster = fakeCluster({ objects: [facts] });
    const { unhealthy, applied } = await installed(cluster, { helm: playedHelm(cluster, play).helm });
    expect(unhealthy).toEqual([{ what: 'operator db-operator', lacks }]);
    expect(applied).toContain('package.yaml');
  });

  it('is reported if the disk does not take its chart, and the platform is installed all the same', async () => {
    const cluster = fakeCluster({ objects: [facts] });
    const { helm, calls } = playedHelm(cluster);
    vi.stubEnv('TMPDIR', '/nowhere');
    const { unhealthy, applied } = await installed(cluster, { helm }).finally(() => vi.unstubAllEnvs());
    expect(unhealthy[0]?.lacks).toMatch(/^Helm does not get its chart: ENOENT: .*\/nowhere\//);
    expect(applied).toContain('package.yaml');
    expect(calls).toEqual([]);
  });

  it('is reported if Helm cannot be run any more', async () => {
    const cluster = fakeCluster({ objects: [facts] });
    const helm = () => runProgram('/nowhere/helm', []);
    const { unhealthy } = await installed(cluster, { helm });
    expect(unhealthy[0]?.lacks).toBe('Helm does not get its chart: spawn /nowhere/helm ENOENT');
  });

  it('is reported if the registry has other bytes than the lock names', async () => {
    const manifest = registry.manifests.get(`charts/db-operator@${digest}`)!;
    registry.manifests.set(`charts/db-operator@${digest}`, { ...manifest, bytes: textContent('{"layers":[]}') });
    const cluster = fakeCluster({ objects: [facts] });
    const { helm, calls } = playedHelm(cluster);
    const { unhealthy } = await installed(cluster, { helm });
    registry.manifests.set(`charts/db-operator@${digest}`, manifest);
    expect(unhealthy[0]?.lacks).toContain('is damaged');
    expect(calls).toEqual([]);
  });

  it('is installed by hand if the lock has no digest of its chart, even with Helm', async () => {
    const open = join(folder, 'open');
    cpSync(join(folder, 'dist'), open, { recursive: true });
    const file = join(open, 'install/local/operators.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(digest, 'unresolved'));
    const cluster = fakeCluster({ objects: [facts] });
    const { helm, calls } = playedHelm(cluster);
    const { commands } = await installed(cluster, { helm }, open);
    expect(commands[0]).toContain(` oci://${registry.host}/charts/db-operator --version 0.7.0 --namespace db-system `);
    expect(calls).toEqual([]);
  });
});

describe('the list of operators in a build', () => {
  it.each(['', 'null\n', '[]\n', 'operators: {}\n', 'operators: [null]\n', 'operators: [{ name: a, version: 1.2 }]\n'])(
    'stops an installation in one sentence if it is %j',
    async (text) => {
      const edited = join(folder, 'edited');
      cpSync(join(folder, 'dist'), edited, { recursive: true });
      writeFileSync(join(edited, 'install/local/operators.yaml'), text);
      const cluster = fakeCluster({ objects: [facts] });
      await expect(installed(cluster, {}, edited)).rejects.toThrow('operators.yaml lists no operators');
      expect(cluster.applied).toEqual([]);
    },
  );
});

describe('an operator that somebody else brought', () => {
  it.each([
    {
      reason: 'with all its kinds',
      served: [servers, backups],
      left: 'is there already',
    },
    {
      reason: 'in an older version',
      served: [servers],
      left: 'is there in part, without Backup: bring it to 4.5.6 the way it was installed',
    },
  ])('is left alone $reason', async ({ served, left }) => {
    const cluster = fakeCluster({ objects: [facts], served });
    const { helm, calls } = playedHelm(cluster);
    const result = await installed(cluster, { helm });
    expect(result.left).toEqual([{ what: 'operator db-operator', reason: left }]);
    expect([calls, result.commands]).toEqual([[], []]);
  });
});

describe('the program of Helm', () => {
  it('is not needed, but must be there if it is named', async () => {
    await expect(helmOf({}, '/nowhere/helm')).rejects.toThrow('/nowhere/helm cannot be run');
  });
});
