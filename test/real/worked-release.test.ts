/** The release of docs/worked-release.md: its plans, and what then happens to nine live claims on a real control plane. */
import { copyFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { platform } from '../cases/platform.ts';
import { blocks, commands, excerpt, textOf } from '../pages/page.ts';
import { fakeWorld } from '../played/play.ts';
import { runProgram } from '../release/kit.ts';
import { type Copy, copyRepository } from '../repository/copy.ts';
import { journeySteps } from './control-plane/journey.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { missingForCommands, pageCommands, type } from './control-plane/commands.ts';
import { composedKinds, installKinds, neededOn, notPlayed } from './control-plane/crds.ts';
import { type FunctionPod, runFunctionPod } from './control-plane/function-pod.ts';
import { editFiles } from './control-plane/next-release.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startingServers, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { pushAsDocumented } from './documented-push.ts';
import { laneAddress } from './lane.ts';

const target = 'aws';
const pkg = `${platform.name}-${target}`;
const nextVersion = '0.2.0';
const nextAddress = laneAddress('94.44');
const page = textOf('docs/worked-release.md');
const [plan = '', push = '', planLive = ''] = commands(page);
const [firstPlan = '', refusal = '', secondPlan = '', lastPlan = ''] = blocks(page, '');
const [ledger = ''] = blocks(page, 'yaml');
const [moves = ''] = blocks(page, 'ts');

/** The changes of the page's table, as their authors make them. */
const five = {
  'apis/database.ts': [
    ['usualStorageGB = 10', 'usualStorageGB = 20'],
    ["['none', 'ddl', 'mod', 'all']", "['none', 'ddl', 'all']"],
  ],
  'functions/environment/aws.ts': [
    [
      '    accountID: optional(',
      "    auditTrail: string('Bucket of the audit trail.', { maxLength: 63 }),\n    accountID: optional(",
    ],
  ],
  'functions/cache/aws.ts': [
    ['import { main, none, perItem, resource }', 'import { main, moved, none, perItem, resource }'],
    ["after: ['firewall', 'subnets', 'users']", "after: ['securityGroup', 'subnetGroup', 'users']"],
    ['subnets: SubnetGroup,', 'subnetGroup: SubnetGroup,'],
    ['firewall: SecurityGroup,', 'securityGroup: SecurityGroup,'],
    ["after: ['firewall'] }", "after: ['securityGroup'] }"],
    ['    secrets: { login', "    refactored: [moved('firewall', 'securityGroup')],\n    secrets: { login"],
    ['firewall: group }, recorded)', 'securityGroup: group }, recorded)'],
    ['existing: observed.firewall', 'existing: observed.securityGroup'],
    ["firewall: name('firewall')", "firewall: name('securityGroup')"],
    ["subnets: name('subnets')", "subnets: name('subnetGroup')"],
    ['subnets: subnets(place)', 'subnetGroup: subnets(place)'],
    ['firewall: firewall(place', 'securityGroup: firewall(place'],
    ["ingress(place, name('firewall')", "ingress(place, name('securityGroup')"],
  ],
  'functions/cache/elasticache.ts': [
    [
      '        nodeType,\n        port,',
      "        nodeType,\n        maintenanceWindow: 'sun:03:00-sun:04:00',\n        port,",
    ],
  ],
} as const;

const withoutHarm = {
  'apis/database.ts': [["['none', 'ddl', 'all']", "['none', 'ddl', 'mod', 'all']"]],
  'functions/environment/aws.ts': [
    [
      "string('Bucket of the audit trail.', { maxLength: 63 })",
      "optional(string('Bucket of the audit trail.', { maxLength: 63 }))",
    ],
  ],
} as const;

const mended = {
  'functions/cache/aws.ts': [["refactored: [moved('firewall', 'securityGroup')],\n", moves]],
  'package.json': [[`"version": "${platform.version}"`, `"version": "${nextVersion}"`]],
} as const;

const missing = (await missingForControlPlane()) ?? (await missingForCommands());

describe('the release of its page', () => {
  let copy: Copy | undefined;
  let plane: ControlPlane;
  let provider: PlayedProvider | undefined;
  let registry = '';
  /** What the control plane had under 0.1.0. */
  let before: ReadonlyMap<string, Item>;
  const pods: FunctionPod[] = [];

  beforeAll(async () => {
    if (missing !== undefined) return;
    copy = await copyRepository('worked release');
    await copy.run('planesmith', ['build']);
    const dist = join(copy.folder, 'dist of the first release');
    await rename(join(copy.folder, 'dist'), dist);
    const kit = `platform-${platform.version}.tgz`;
    await copyFile(join(dist, 'kit', kit), join(copy.folder, kit));
    await mkdir(join(copy.folder, 'claims'));
    for (const file of await readdir(join(copy.folder, 'examples'))) {
      if (file.endsWith('.yaml'))
        await copyFile(join(copy.folder, 'examples', file), join(copy.folder, 'claims', file));
    }
    await writeFile(join(copy.folder, 'claims/ledger.yaml'), ledger);
    plane = await startControlPlane();
    await installKinds(plane, [], neededOn(target));
    await claims.createNamespace(plane, claims.namespace);
    provider = await startPlayedProvider(plane.client, fakeWorld, notPlayed(target), startingServers);
    provider.reach('ready');
    const publish = async ({ host }: { host: string }) => {
      registry = host;
      await pushAsDocumented(dist, host);
    };
    pods.push(await installPlatform(plane, { dist, pkg, target, publish }));
    await claims.applyEnvironment(plane, 'prod');
  });
  afterAll(async () => {
    for (const pod of pods) await pod.stop();
    await provider?.stop().catch(() => undefined);
    await plane?.stop();
    await copy?.remove();
  });

  const step = journeySteps({ missing });

  /** Runs a command of the page in the copy. */
  const run = (command: string, ...more: readonly string[]) =>
    runProgram(copy!.folder, [
      join(copy!.folder, 'engine/bin/planesmith.cjs'),
      ...command.split(' ').slice(2),
      ...more,
    ]);

  /** Every object that claims became, by its identity, once all claims are ready at a version. */
  const composedAt = async (version: string): Promise<ReadonlyMap<string, Item>> => {
    await until(`all claims to be ready at ${version}`, 180, async () => {
      const { items } = JSON.parse(await plane.kubectl('get', 'platform', '-A', '-o', 'json')) as { items: Item[] };
      const states = items.map(({ kind, metadata, status }) => {
        const conditions = (status?.conditions ?? []) as claims.Condition[];
        const isTrue = (type: string) => conditions.some((one) => one.type === type && one.status === 'True');
        const isDone = status?.platformVersion === version && isTrue('Ready') && isTrue('Synced');
        return isDone ? '' : `${kind} ${metadata.name}: ${conditions.map(({ message = '' }) => message).join(' ')}`;
      });
      // A StateStore has a Database of its own.
      if (items.length === 10 && states.join('') === '') return true;
      throw new Error(`${items.length} claims; ${states.filter((state) => state !== '').join('\n')}`);
    });
    const kinds = await composedKinds();
    const all = await Promise.all(kinds.map(({ path }) => plane.client.list(path)));
    const own = kinds.flatMap(({ apiVersion, kind }, index) =>
      (all[index] ?? []).map((item) => {
        const { namespace = '', name } = item.metadata;
        return [`${kind} ${name} of ${apiVersion} in ${namespace}`, item] as const;
      }),
    );
    return new Map(own.filter(([, { metadata }]) => metadata.labels?.['crossplane.io/composite'] !== undefined));
  };

  step('begins with nine claims that are ready', async ({ expect }) => {
    await until('the claims to be accepted', 60, () => plane.kubectl('apply', '-f', join(copy!.folder, 'claims')));
    before = await composedAt(platform.version);
    expect(before.size).toBeGreaterThan(60);
  });

  step('is planned: a required fact and a lost value stop claims', async ({ expect }) => {
    await editFiles(copy!.folder, five);
    expect(await run(plan)).toEqual({ code: 1, stdout: firstPlan, stderr: '' });
    const compared = await run(`npx planesmith compare platform-${platform.version}.tgz`);
    expect(compared).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('needs a minor version, 0.2.0 or later'),
    });
  });

  step('is refused by the registry, since its version is published with other bytes', async ({ expect }) => {
    await copy!.run('planesmith', ['build']);
    const { code, stdout } = await run(push.replace('localhost:5000', registry));
    expect({ code, stdout: stdout.replaceAll(registry, 'localhost:5000') }).toEqual({
      code: 1,
      stdout: expect.stringMatching(excerpt(refusal)),
    });
  });

  step('is planned once more: the key that nobody declared as moved becomes a second object', async ({ expect }) => {
    await editFiles(copy!.folder, withoutHarm);
    expect(await run(plan)).toEqual({ code: 1, stdout: secondPlan, stderr: '' });
  });

  step('is mended, and the plan for the files and for the cluster says the same', async ({ expect }) => {
    await editFiles(copy!.folder, mended);
    const last = { code: 0, stdout: lastPlan, stderr: '' };
    expect(await run(plan)).toEqual(last);
    expect(await run(`npx planesmith compare platform-${platform.version}.tgz`)).toMatchObject({ code: 0 });
    await dump(join(copy!.folder, 'live'));
    expect(await run(planLive)).toEqual(last);
  });

  step('then changes exactly what the plan said: nothing is deleted, nothing is made twice', async ({ expect }) => {
    await copy!.run('planesmith', ['build']);
    const dist = join(copy!.folder, 'dist');
    await run(push.replace('localhost:5000', registry));
    const upgrade = pageCommands('docs/upgrades.md', '## Upgrade', target).filter(
      (line) => !/usages|expiry/.test(line),
    );
    const program = platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1);
    const next = (name: string) =>
      name.replace(platform.version.replaceAll('.', '-'), nextVersion.replaceAll('.', '-'));
    const layout = join(dist, 'oci', next(program));
    const [pod] = await Promise.all([
      runFunctionPod(plane, next(platform.functionName), layout, nextAddress),
      (async () => {
        for (const command of upgrade) await type(plane, dist, command);
      })(),
    ]);
    pods.push(pod);
    const after = await composedAt(nextVersion);
    const identities = (objects: ReadonlyMap<string, Item>) =>
      [...objects].map(([key, { metadata }]) => `${key} ${metadata.uid} ${externalName(metadata)}`).toSorted();
    expect(identities(after)).toEqual(identities(before));
    const specs = (objects: ReadonlyMap<string, Item>) =>
      [...objects].map(([key, item]) => [key, item['spec']] as const);
    const changed = specs(after).filter(
      ([key, spec]) => JSON.stringify(spec) !== JSON.stringify(before.get(key)?.['spec']),
    );
    expect(changed.map(([key]) => key)).toEqual([expect.stringMatching(/^ReplicationGroup sessions-/)]);
    const [[key = '', spec] = []] = changed;
    const { maintenanceWindow, ...rest } = spec.forProvider;
    expect(lastPlan).toContain(`is set to "${maintenanceWindow}"`);
    expect({ ...spec, forProvider: rest }).toEqual(before.get(key)?.['spec']);
  });

  /** Writes what a control plane has, one file for each kind, as `kubectl get -o json` prints it. */
  async function dump(folder: string): Promise<void> {
    await mkdir(folder);
    const own = Object.values(platform.apis).map(({ kind, plural }) => ({
      apiVersion: `${platform.group}/v1alpha1`,
      kind,
      path: `/apis/${platform.group}/v1alpha1/${plural}`,
    }));
    for (const { apiVersion, kind, path } of [...own, ...(await composedKinds())]) {
      const items = (await plane.client.list(path)).map((item) => ({ ...item, apiVersion, kind }));
      if (items.length === 0) continue;
      await writeFile(
        join(folder, `${apiVersion.replace('/', '.')}.${kind}.json`),
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
      );
    }
  }
});

const externalName = ({ annotations = {} }: Item['metadata']) => annotations['crossplane.io/external-name'] ?? '';
