/**
 * A control plane that lacks a CRD for each target: a claim that needs it says so and makes nothing, one that exists is left alone, and all
 * go on without hands once the CRDs are there. No two Configurations can own one XRD, so docs/packages.md's package of all targets is
 * installed. No claim needs what another one lacks. The simulator does the same for every kind that claims compose (test/laws/capable.test.ts).
 */
import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, type TestContext } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { facts } from '../fixtures.ts';
import { blocks, root, textOf } from '../pages/page.ts';
import { fakeWorld } from '../played/play.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { composedKinds, installKinds, pathOf, type ServedKind } from './control-plane/crds.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { journeySteps } from './control-plane/journey.ts';
import { buildChanged, type ChangedRelease } from './control-plane/next-release.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startingServers, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { locateTool } from './tools/tools.ts';

interface Row {
  readonly target: string;
  readonly api: 'cache' | 'database';
  /** The kind that the cluster lacks, and what brings it by preflight. */
  readonly lacked: string;
  readonly owner: string;
  readonly main: string;
  readonly reason: string;
}

const rows: readonly Row[] = [
  {
    target: 'local',
    api: 'cache',
    lacked: 'Dragonfly (dragonflydb.io/v1alpha1)',
    owner: 'operator dragonfly',
    main: 'Dragonfly (dragonflydb.io/v1alpha1)',
    reason: 'it is the main resource',
  },
  {
    target: 'incluster',
    api: 'database',
    lacked: 'Pooler (postgresql.cnpg.io/v1)',
    owner: 'operator cloudnative-pg',
    main: 'Cluster (postgresql.cnpg.io/v1)',
    reason: 'it comes with the main resource',
  },
  {
    target: 'aws',
    api: 'database',
    lacked: 'SubnetGroup (rds.aws.m.upbound.io/v1beta1)',
    owner: 'provider provider-aws-rds',
    main: 'Instance (rds.aws.m.upbound.io/v1beta1)',
    reason: 'the main resource waits for it',
  },
  {
    target: 'gcp',
    api: 'database',
    lacked: 'AlertPolicy (monitoring.gcp.m.upbound.io/v1beta1)',
    owner: 'provider provider-gcp-monitoring',
    main: 'DatabaseInstance (sql.gcp.m.upbound.io/v1beta1)',
    reason: 'it comes after the main resource',
  },
  {
    target: 'azure',
    api: 'database',
    lacked: 'MonitorMetricAlert (insights.azure.m.upbound.io/v1beta1)',
    owner: 'provider provider-azure-insights',
    main: 'FlexibleServer (dbforpostgresql.azure.m.upbound.io/v1beta1)',
    reason: 'it comes after the main resource',
  },
];

const kinds = await composedKinds();
const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const environmentPath = `/apis/apiextensions.crossplane.io/v1beta1/environmentconfigs/${platform.name}`;
/** A Database on incluster that needs nothing of what the cluster lacks, until its environment changes. */
const ledger = { target: 'incluster', api: 'database', name: 'ledger' } as const;
const missing = await missingForControlPlane();
let built: ChangedRelease | undefined;
let plane: ControlPlane;
let pod: FunctionPod | undefined;
let provider: PlayedProvider | undefined;
/** What the ready Database is made of. */
let before: ReadonlyMap<string, Item>;

beforeAll(async () => {
  if (missing !== undefined) return;
  const presets = blocks(textOf('docs/packages.md'), 'ts');
  const pkg = `${platform.name}-all`;
  const ofAll = presets.find((block) => block.includes(pkg)) ?? '';
  const functionPackage = platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1);
  built = await buildChanged({ 'planesmith.config.ts': [[presets[0]!, ofAll]] }, [pkg, functionPackage]);
  plane = await startControlPlane();
  await installKinds(plane, [], (kind) => !isLacked(kind));
  await claims.createNamespace(plane, claims.namespace);
  const keepsItself = ({ apiVersion }: ServedKind) => /^v1$|^protection\./.test(apiVersion);
  provider = await startPlayedProvider(plane.client, fakeWorld, keepsItself, startingServers);
  provider.reach('ready');
  for (const { target } of rows) await plane.kubectl('apply', '-f', join(built.dist, 'install', target, 'rbac.yaml'));
  pod = await installPlatform(plane, { dist: built.dist, pkg, target: ledger.target });
});
afterAll(async () => {
  await pod?.stop();
  await provider?.stop().catch(() => undefined);
  await plane?.stop();
  await built?.remove();
});

const step = journeySteps({ missing });

step('a cluster for every target has a Database that is ready', async ({ expect }) => {
  const targets = new Set(platform.packages.flatMap((pkg) => pkg.targets));
  expect(rows.map(({ target }) => target).toSorted()).toEqual([...targets].toSorted());
  const environment = facts('prod');
  delete environment['incluster'].postgres.pooling;
  delete environment['incluster'].monitoring;
  await plane.client.apply(environmentPath, { ...environmentConfig('prod'), data: environment });
  await claim(ledger);
  await claims.conditionsOnce(plane, 'ready', 120, ({ Ready }) => Ready?.status === 'True', claimPath(ledger));
});

step('which is left alone when it needs a kind that the cluster lacks', async ({ expect }) => {
  before = await claims.composedBy(plane, ledger.name);
  // From now on, databases have a pooler and monitoring.
  await plane.client.apply(environmentPath, environmentConfig('prod'));
  for (const row of rows) await claim(ofRow(row));
  const { PlatformCapable, Provisioned, Ready } = await claims.conditionsOnce(
    plane,
    'told',
    30,
    (conditions) => conditions['PlatformCapable']?.status === 'False',
    claimPath(ledger),
  );
  expect(PlatformCapable?.reason).toBe('KindsMissing');
  expect(PlatformCapable?.message).toContain(lacks('Pooler (postgresql.cnpg.io/v1)', ledger));
  expect(Provisioned).toMatchObject({ status: 'False', reason: 'EnvironmentIncomplete' });
  expect(Ready?.status).toBe('True');
  expect(await claims.composedBy(plane, ledger.name)).toEqual(before);
});

for (const row of rows) {
  const { target, lacked, reason } = row;
  const own = ofRow(row);

  step(
    `on ${target}, a new claim without ${lacked} names it and makes nothing, though ${reason}`,
    async ({ expect }) => {
      const { PlatformCapable, Provisioned, Ready } = await claims.conditionsOnce(
        plane,
        'told',
        30,
        (conditions) => conditions['PlatformCapable'] !== undefined && conditions['Ready'] !== undefined,
        claimPath(own),
      );
      expect(PlatformCapable).toMatchObject({ status: 'False', reason: 'KindsMissing' });
      expect(PlatformCapable?.message).toContain(lacks(lacked, own));
      expect(Provisioned).toMatchObject({ status: 'False', reason: 'EnvironmentIncomplete' });
      expect(Ready?.status).toBe('False');
      expect((await plane.client.get(claimPath(own)))?.['spec'].crossplane.resourceRefs ?? []).toEqual([]);
      expect([...(await claims.composedBy(plane, own.name)).keys()]).toEqual([]);
    },
  );
}

step('preflight says the same of that cluster, for each target', async ({ expect }) => {
  for (const { target, lacked, owner } of rows) {
    const { code, checks } = await preflight(target);
    expect(code).toBe(1);
    const { result, found } = checks.find(({ name }) => name === owner)!;
    expect({ target, result, found }).toEqual({ target, result: 'fail', found: `the cluster lacks ${lacked}` });
    const results = Object.fromEntries(checks.map(({ name, result }) => [name, result]));
    expect(results).toMatchObject({
      Kubernetes: 'pass',
      'your rights': 'pass',
      [`registry ${platform.registry}`]: 'pass',
      [`EnvironmentConfig ${platform.name}`]: 'pass',
    });
  }
});

step('nothing has changed until then, and the CRDs come', async ({ expect }) => {
  expect(await claims.composedBy(plane, ledger.name)).toEqual(before);
  for (const row of rows) expect((await claims.composedBy(plane, ofRow(row).name)).size).toBe(0);
  await bringLacked();
});

for (const row of rows) {
  const { target, main } = row;
  const own = ofRow(row);

  step(`on ${target}, the new claim goes on by itself, up to its ${main}`, async ({ expect }) => {
    await capable(expect, claimPath(own));
    await until(`its ${main}`, 60, async () =>
      plane.client.get(pathOf(kindOf(main), claims.namespace, `${own.name}-${own.api}`)),
    );
    expect((await plane.client.get(claimPath(own)))?.['status'].target).toBe(target);
  });
}

step('the Database that exists gets what it lacked', async ({ expect }) => {
  await capable(expect, claimPath(ledger));
  const after = await until('its pooler and its monitoring', 60, async () => {
    const objects = await claims.composedBy(plane, ledger.name);
    return objects.has('pooler') && objects.has('monitor') ? objects : undefined;
  });
  for (const [key, { metadata }] of before) expect([key, after.get(key)?.metadata.uid]).toEqual([key, metadata.uid]);
});

step('preflight finds it, too', async ({ expect }) => {
  const { owner, target } = rows.find((row) => row.target === ledger.target)!;
  const { checks } = await preflight(target);
  expect(checks.find(({ name }) => name === owner)?.result).toBe('pass');
});

interface Claim extends Pick<Row, 'target' | 'api'> {
  readonly name: string;
}

function ofRow({ target, api }: Row): Claim {
  return { target, api, name: `orders-${target}` };
}

function claimPath({ api, name }: Claim): string {
  return `/apis/${platform.group}/v1alpha1/namespaces/${claims.namespace}/${platform.apis[api]!.plural}/${name}`;
}

/** Makes a claim on a target, as an administrator who chooses its Composition. */
async function claim(own: Claim): Promise<void> {
  const { spec, ...file } = example(`${own.api}.yaml`);
  const crossplane = { compositionRef: { name: `${platform.apis[own.api]!.plural}-${own.target}` } };
  const metadata = { name: own.name, namespace: claims.namespace };
  const object = { ...file, metadata, spec: { ...(spec as object), crossplane } };
  // The API server may take a moment to serve a kind that has just been established.
  await until('the claim to be accepted', 30, () => plane.client.apply(claimPath(own), object));
}

/** What a claim says that lacks this kind, and no other. */
function lacks(kind: string, { api, name }: Claim): string {
  return `This cluster lacks ${kind}, which ${platform.apis[api]!.kind} ${name} needs`;
}

function kindOf(title: string): ServedKind {
  return kinds.find(({ apiVersion, kind }) => `${kind} (${apiVersion})` === title)!;
}

/** Whether the cluster lacks the kind at first. */
function isLacked({ apiVersion, kind }: ServedKind): boolean {
  return rows.some(({ lacked }) => lacked === `${kind} (${apiVersion})`);
}

/**
 * Brings the lacked CRDs, as an operator or a provider does: many of them, of which no claim needs the last one. If Crossplane looks between a CRD and
 * its schema, it keeps what it saw until the next CRD (docs/decisions/kinds.md).
 */
async function bringLacked(): Promise<void> {
  await installKinds(plane, [], isLacked);
  for (const { apiVersion, kind } of rows.map(({ lacked }) => kindOf(lacked))) {
    await until(`the schema of ${kind}`, 60, async () => {
      const { paths } = (await plane.client.get('/openapi/v3')) as unknown as { paths: Record<string, unknown> };
      if (paths[`apis/${apiVersion}`] === undefined) return undefined;
      const document = await plane.client.get(`/openapi/v3/apis/${apiVersion}`);
      return JSON.stringify(document).includes(`"kind":"${kind}"`) || undefined;
    });
  }
  const schema = { openAPIV3Schema: { type: 'object' } };
  await plane.client.apply(`${crds}/spares.example.org`, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'spares.example.org' },
    spec: {
      group: 'example.org',
      names: { kind: 'Spare', plural: 'spares' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
}

/** Resolves when the claim says that the cluster can serve it. Crossplane looks after a minute at the latest, and its first look may miss a CRD. */
async function capable(expect: TestContext['expect'], path: string): Promise<void> {
  const isCapable = ({ PlatformCapable }: Readonly<Record<string, claims.Condition>>) =>
    PlatformCapable?.status === 'True';
  const { PlatformCapable } = await claims.conditionsOnce(plane, 'capable', 180, isCapable, path);
  expect(PlatformCapable?.reason).toBe('EnvironmentComplete');
}

/** Runs the program of this repository on the control plane. */
async function preflight(
  target: string,
): Promise<{ code: number; checks: { name: string; result: string; found: string }[] }> {
  const kubectl = await locateTool('kubectl');
  if (!('path' in kubectl)) throw new Error(kubectl.missing);
  const env = { ...process.env, PATH: `${dirname(kubectl.path)}${delimiter}${process.env['PATH']}` };
  const args = ['preflight', '--kubeconfig', plane.kubeconfig, '--target', target, '-o', 'json'];
  const program = join(root, 'engine/bin/planesmith.cjs');
  const { code, stdout, stderr } = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: root, env, maxBuffer: 16 << 20 }, (error, out, err) => {
      resolve({ code: Number(error?.code ?? 0), stdout: out, stderr: err });
    });
  });
  if (stdout === '') throw new Error(stderr);
  return { code, checks: JSON.parse(stdout) as [] };
}
