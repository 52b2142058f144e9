/**
 * The way of an operator by the commands of the pages. The control plane has Crossplane alone, in a namespace and under an account of its own. The platform
 * is installed by kubectl and by `planesmith install`, and uninstalled after each. Between them are preflight, a first claim, and another version and back by
 * the real Flux.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { platform } from '../cases/platform.ts';
import { facts } from '../fixtures.ts';
import { blocks, root, section, textOf } from '../pages/page.ts';
import { fakeWorld } from '../played/play.ts';
import { journeySteps } from './control-plane/journey.ts';
import type { Item } from './control-plane/client.ts';
import { missingForCommands, pageCommands, type } from './control-plane/commands.ts';
import { installKinds } from './control-plane/crds.ts';
import { allObjects, everything } from './control-plane/everything.ts';
import { publishFiles } from './control-plane/flux-artifact.ts';
import {
  bootstrap,
  clusterFiles,
  fleetFiles,
  fleetRepository,
  fleetSource,
  makeFleet,
  type TestFleet,
  waves,
} from './control-plane/flux-repositories.ts';
import { fluxOnce, missingForFlux, startFlux, syncNow } from './control-plane/flux.ts';
import { type FunctionPod, runFunctionPod } from './control-plane/function-pod.ts';
import { installKyverno } from './control-plane/kyverno.ts';
import { settleMirror } from './control-plane/mirror.ts';
import { buildChanged, type ChangedRelease, nextVersion } from './control-plane/next-release.ts';
import { healthy, push, type Registry, rewriteImages, startRegistry } from './control-plane/packages.ts';
import { functionAddress } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { pushProvider, sayProviderAvailable } from './control-plane/provider-package.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { laneAddress } from './lane.ts';
import { type Built, builtRelease } from './release.ts';
import { locateTool } from './tools/tools.ts';

const target = 'incluster';
/** Where Crossplane runs: neither namespace nor account are those that the platform is built for. */
const account = 'infrastructure/core';
const namespace = 'team-a';
const claims = `/apis/${platform.group}/v1alpha1/namespaces/${namespace}/resiliencypolicies`;
const layout = platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1);
const pkg = `${platform.name}-${target}`;
const newer = {
  layout: layout.replace(platform.version.replaceAll('.', '-'), nextVersion.replaceAll('.', '-')),
  functionName: platform.functionName.replace(platform.version.replaceAll('.', '-'), nextVersion.replaceAll('.', '-')),
  address: laneAddress('94.44'),
};
/** The next release waits a second longer for an answer by the preset `quick`. */
const changes = {
  'apis/crossplane.ts': [["'crossplane-system/crossplane'", `'${account}'`]],
  'package.json': [[`"version": "${platform.version}"`, `"version": "${nextVersion}"`]],
  'functions/resiliency-policy/plan.ts': [['timeoutSeconds: 2,', 'timeoutSeconds: 3,']],
} as const;
const missing = (await missingForControlPlane()) ?? (await missingForCommands()) ?? (await missingForFlux());

/** The Providers of the bundle, whose packages no registry of the test has. */
const providers = ['provider-helm', 'provider-kubernetes'];
const applying = '## Install with one command of kubectl';
/** The kinds of Kyverno's in the bundle. */
const foreign = ['deletingpolicies', 'validatingpolicies'].map((plural) => ({
  crd: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${plural}.policies.kyverno.io`,
  path: `/apis/policies.kyverno.io/v1/${plural}`,
}));

/** What preflight asks for and an installation does not bring. */
const notBrought = [
  'identity for helm.m.crossplane.io',
  'identity for kubernetes.m.crossplane.io',
  'default storage class',
];

interface Ran {
  readonly code: number;
  readonly said: string;
}

describe('a platform that is installed with one command', () => {
  /** As the platform is built, and as it is built for this Crossplane. */
  let usual: Built | undefined;
  let built: Built | undefined;
  let plane: ControlPlane;
  let provider: PlayedProvider | undefined;
  let next: ChangedRelease | undefined;
  let registry: Registry;
  let fleet: TestFleet;
  const pods: FunctionPod[] = [];
  let before: readonly string[];

  beforeAll(async () => {
    if (missing !== undefined) return;
    [usual, built, next] = await Promise.all([
      builtRelease([hostArchitecture()]),
      builtRelease([hostArchitecture()], { crossplaneAccount: account }),
      buildChanged(changes, [pkg, newer.layout]),
    ]);
    for (const { folder } of [usual, built]) await writeFile(join(folder, 'cluster.yaml'), stringify(environment()));
    plane = await startControlPlane(account);
    await installKinds(plane);
    await installKyverno(plane);
    registry = await startRegistry(plane);
    const path = platform.registry.slice(platform.registry.indexOf('/') + 1);
    for (const name of [pkg, layout])
      await push(registry, join(built.dist, 'oci', name), `${path}/${name}`, `v${platform.version}`);
    for (const name of [pkg, newer.layout])
      await push(registry, join(next.dist, 'oci', name), `${path}/${name}`, `v${nextVersion}`);
    await rewriteImages(plane, platform.registry, registry);
    await publishProviders();
    await plane.kubectl('create', 'namespace', namespace);
    provider = await startPlayedProvider(plane.client, fakeWorld);
    provider.reach('ready');
    await startFlux(plane);
    before = await everything(plane);
  });
  afterAll(async () => {
    for (const pod of pods) await pod.stop();
    await provider?.stop().catch(() => undefined);
    await plane?.stop();
    await next?.remove();
    await built?.remove();
    await usual?.remove();
  });

  /** Runs the command of the page in a folder with dist/, as an operator does. */
  const run = async (command: string, cwd = usual!.folder): Promise<Ran> => {
    const kubectl = await locateTool('kubectl');
    const bin = 'path' in kubectl ? dirname(kubectl.path) : '';
    const [, ...args] = command.replace(/^npx /, '').split(' ');
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}`, KUBECONFIG: plane.kubeconfig };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(root, 'engine/bin/planesmith.cjs'), ...args],
        { cwd, env },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}` }),
      );
    });
  };
  const failing = async () => {
    const { said } = await run(pageCommands('docs/install.md', '## What must be there before', target)[0]!, root);
    return [...said.matchAll(/^fail +([^:]+): .*$/gm)].map(([, name]) => name);
  };
  const installing = () => pageCommands('docs/install.md', '## Install', target)[0]!;
  const uninstalling = () => pageCommands('docs/install.md', '## Uninstall', target)[0]!;

  /** A kubeconfig that reaches no API server, or reaches it as somebody who has no rights. */
  const kubeconfigOf = async (what: 'down' | 'visitor') => {
    const config = JSON.parse(await readFile(plane.kubeconfig, 'utf8')) as {
      clusters: { cluster: object }[];
      users: { user: object }[];
    };
    const clusters = config.clusters.map((each) => ({ ...each, cluster: { server: 'https://127.0.0.1:1' } }));
    const users = config.users.map((each) => ({ ...each, user: { ...each.user, as: what } }));
    const file = join(plane.folder, `kubeconfig-${what}`);
    await writeFile(file, JSON.stringify({ ...config, ...(what === 'down' ? { clusters } : { users }) }), {
      mode: 0o600,
    });
    return file;
  };

  /** Pushes the Providers of the bundle without their kinds, which are there already. */
  const publishProviders = async () => {
    const crds = join(plane.folder, 'no-crds');
    await mkdir(crds);
    for (const item of await objectsIn('providers.yaml')) {
      const [repository = '', tag = ''] = String(item['spec'].package).split(':');
      const path = repository.slice(repository.indexOf('/') + 1);
      await pushProvider(plane, registry, { name: item.metadata.name, repository: path, tag, crds });
      await rewriteImages(plane, repository, registry);
    }
  };
  const startPod = async () => {
    const program = join(built!.dist, 'oci', layout);
    pods.push(await runFunctionPod(plane, platform.functionName, program, functionAddress));
  };
  const versions = async () =>
    (await allObjects(plane))
      .filter(({ kind }) => kind !== 'Event')
      .map(({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name} ${versionOf(metadata)}`)
      .toSorted();
  const objectsIn = async (file: string) => {
    const text = await readFile(join(built!.dist, 'install', target, file), 'utf8');
    return parseAllDocuments(text).map((document) => document.toJS() as Item);
  };
  /** How many objects of the bundle are of other kinds than Kyverno's, and how many are of those. */
  const bundled = async () => {
    const [list] = (await objectsIn('kustomization.yaml')) as [Item & { resources: string[] }];
    const all = (await Promise.all(list.resources.map(objectsIn))).flat();
    const absent = all.filter(({ apiVersion }) => apiVersion.startsWith('policies.kyverno.io/')).length;
    return [all.length - absent, absent] as const;
  };
  const isAsBefore = () =>
    until('all that came with it to be gone', 30, async () => {
      expect(await everything(plane)).toEqual(before);
      return true;
    });

  const step = journeySteps({ missing });

  step('has a preflight before, which names the facts that nobody gave yet', async ({ expect }) => {
    expect(await failing()).toEqual([...notBrought, `EnvironmentConfig ${platform.name}`]);
  });

  step('is refused without facts of the cluster, and then nothing is there', async ({ expect }) => {
    const { code, said } = await run(installing().replace(/ --facts \S+/, ''));
    expect(said).toContain(`the cluster has no EnvironmentConfig ${platform.name}`);
    expect(code).toBe(2);
    expect(await everything(plane)).toEqual(before);
  });

  const replicasOf = async (name: string) => {
    const deployments = await plane.client.list(`/apis/apps/v1/namespaces/${plane.systemNamespace}/deployments`);
    return deployments.find(({ metadata }) => metadata.name.startsWith(name))?.spec.replicas as number | undefined;
  };

  const claimIsAnswered = (version: string, timeoutSeconds: number) =>
    until(`the claim to be ready at ${version}`, 120, async () => {
      const status = (await plane.client.get(`${claims}/checkout`))?.['status'];
      const conditions = (status?.conditions ?? []) as { type: string; status: string }[];
      const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
      if (isReady && status.platformVersion === version && status.effective.timeoutSeconds === timeoutSeconds)
        return true;
      throw new Error(JSON.stringify(status));
    });

  const byHand = () => pageCommands('docs/install.md', applying, target) as [string, string, string];

  step(
    'is a kustomization of which kubectl applies all kinds that are there, and names the others',
    async ({ expect }) => {
      await settleMirror(plane, registry);
      for (const { crd } of foreign) await plane.client.remove(crd);
      // A CRD that has just come may take long to go.
      for (const { path } of foreign)
        await until(`${path} to be gone`, 180, async () => !(await plane.client.answers(path)) || undefined);
      const [facts, all] = byHand();
      await type(plane, built!.dist, facts);
      const [served, absent] = await bundled();
      const [shown = ''] = blocks(section(textOf('docs/install.md'), applying), 'text');
      // A busy API server does not give kubectl all schemas in time, so here it may need another try for these messages.
      const said = await until('kubectl to name the kinds that are not there', 120, async () => {
        const text = await type(plane, built!.dist, all).then(
          () => 'nothing is missing',
          ({ message }: Error) => message,
        );
        expect(text).toContain(shown.replaceAll(/\baws\b/g, target));
        return text;
      });
      expect(said.match(/no matches for kind/g)).toHaveLength(absent);
      expect(said.match(/ serverside-applied$/gm)).toHaveLength(served);
    },
  );

  step('is complete once kubectl applies it again', async ({ expect }) => {
    await installKyverno(plane);
    const [, all, wait] = byHand();
    const said = await until('kubectl to know all kinds', 120, () => type(plane, built!.dist, all));
    const [served, absent] = await bundled();
    expect(said.match(/ serverside-applied$/gm)).toHaveLength(served + absent);
    await Promise.all([
      type(plane, built!.dist, wait),
      startPod(),
      ...providers.map((name) => sayProviderAvailable(plane, name)),
    ]);
    for (const name of providers) await healthy(plane, 'providers', name);
    await plane.kubectl('apply', '-f', join(root, 'examples/resiliency-policy.yaml'));
    await claimIsAnswered(platform.version, 2);
    expect(await replicasOf(platform.functionName)).toBe(2);
  });

  step('is not changed if kubectl applies it once more', async ({ expect }) => {
    const first = await versions();
    await until('kubectl to have all schemas', 120, () => type(plane, built!.dist, byHand()[1]));
    expect(await versions()).toEqual(first);
  });

  step('is left as it is by an installation, which knows this Crossplane by itself', async ({ expect }) => {
    const first = await versions();
    const said = await until('kubectl to have all schemas once more', 180, async () => {
      const ran = await run(installing());
      if (ran.code !== 0) throw new Error(ran.said);
      return ran.said;
    });
    expect(said).toContain('0 not applied, 0 not healthy');
    expect(await versions()).toEqual(first);
  });

  step('is uninstalled, whoever installed it', async ({ expect }) => {
    await plane.kubectl('delete', '-f', join(root, 'examples/resiliency-policy.yaml'));
    const { code, said } = await run(uninstalling());
    expect(said).toContain(`Provider ${providers[0]}`);
    expect(code).toBe(0);
    await plane.kubectl('delete', 'providers.pkg.crossplane.io', ...providers);
    await isAsBefore();
    await pods.pop()?.stop();
  });

  step('becomes healthy, and Providers are left alone whose kinds the cluster serves', async ({ expect }) => {
    const running = run(installing());
    try {
      // A busy machine takes its time for the files before the package.
      await until('the package to be applied', 180, () =>
        plane.client.get(`/apis/pkg.crossplane.io/v1/configurations/${platform.name}-${target}`),
      );
      await startPod();
    } catch (error) {
      throw new Error((await running).said, { cause: error });
    }
    const ran = await running;
    expect(ran.said).toContain(`${platform.name} ${platform.version} for ${target} (namespaced): `);
    expect(ran.said).toContain(' files applied, 0 not applied, 0 not healthy');
    expect(ran.said).toContain('left alone: Provider provider-kubernetes its kinds are served already');
    expect(ran.code).toBe(0);
  });

  step('gives its Function the settings of the bundle, although it is pulled from a mirror', async ({ expect }) => {
    expect(await replicasOf(platform.functionName)).toBe(2);
  });

  step('passes preflight, but for what no installation brings', async ({ expect }) => {
    expect(await failing()).toEqual(notBrought);
  });

  step('serves its first claim', async () => {
    await plane.kubectl('apply', '-f', join(root, 'examples/resiliency-policy.yaml'));
    await claimIsAnswered(platform.version, 2);
  });

  step('is not changed by a second installation', async ({ expect }) => {
    const first = await versions();
    const { code, said } = await run(installing().replace(/ --facts \S+/, ''));
    expect(said).toContain('0 not applied, 0 not healthy');
    expect(code).toBe(0);
    expect(await versions()).toEqual(first);
  });

  /** Commits what the fleet says if it selects a version, and has Flux look at it. Returns the revision. */
  const commit = async (version: string) => {
    const revision = await publishFiles(plane, registry, fleetRepository, await fleetFiles(fleet, version));
    await syncNow(plane, 'OCIRepository', fleetSource);
    return revision;
  };
  const isApplied = async (revision: string) => {
    for (const name of Object.values(waves))
      await fluxOnce(
        plane,
        'Kustomization',
        name,
        `be ready at ${revision}`,
        ({ status, isCurrent, applied }) => status === 'True' && isCurrent && applied === revision,
        120,
      );
  };

  step('is handed over to Git, by a folder that is applied once', async ({ expect }) => {
    const dists = [built!.dist, next!.dist];
    fleet = await makeFleet(join(plane.folder, 'fleet'), registry, { dists, target, facts: environment() });
    const files = await fleetFiles(fleet, platform.version);
    const folder = join(plane.folder, 'cluster');
    await mkdir(folder);
    for (const [path, text] of Object.entries(clusterFiles(files))) await writeFile(join(folder, path), text);
    await publishFiles(plane, registry, fleetRepository, files);
    await plane.kubectl('apply', '-k', folder);
    await writeFile(join(folder, 'bootstrap.json'), JSON.stringify(bootstrap()));
    await plane.kubectl('apply', '-f', join(folder, 'bootstrap.json'));
    await isApplied(await commit(platform.version));
    await claimIsAnswered(platform.version, 2);
    // A field that two managers own stays although one of them drops it.
    const rights = `/apis/rbac.authorization.k8s.io/v1/clusterroles/${pkg}-compose-${platform.version.replaceAll('.', '-')}`;
    const { metadata } = (await plane.client.get(rights))!;
    const { managedFields } = metadata as { readonly managedFields?: readonly { readonly manager: string }[] };
    expect(managedFields?.map(({ manager }) => manager)).toEqual(['kustomize-controller']);
  });

  /** What the inventory says of the cluster, with blanks as one, once it says how many findings there are. */
  const inventory = async (findings: number, look = '--context test=test') => {
    const command = pageCommands('docs/gitops.md', '## What runs where')[1]!;
    const { code, said } = await run(
      command.replace('inventory gitops --context prod=admin@prod', `inventory ${fleet.folder} ${look}`),
    );
    const counted = `looked into 1 of 1 cluster: ${findings} finding${findings === 1 ? '' : 's'}`;
    expect({ code, said }).toEqual({ code: findings === 0 ? 0 : 1, said: expect.stringContaining(counted) });
    return said.replaceAll(/ {2,}/g, ' ');
  };
  /** The same, by what the page has an administrator dump. */
  const dumped = async (findings: number) => {
    await type(plane, usual!.dist, `${pageCommands('docs/gitops.md', '## What runs where')[2]!} > packages.yaml`);
    return inventory(findings, '--dump test=packages.yaml');
  };

  step('is shown in the inventory as it runs, and whoever cannot look is told why', async ({ expect }) => {
    const said = await inventory(0);
    expect(said).toContain(`\ntest ${platform.version} ${platform.version} 1 dev ${target} namespaced`);
    expect(said).not.toContain('!');
    expect(await dumped(0)).toBe(said);
    const lists = '! the cluster does not list configurations.pkg.crossplane.io';
    for (const [look, why] of [
      ['--context test=nowhere', 'context was not found for specified context: nowhere'],
      [`--context test=test --kubeconfig ${await kubeconfigOf('down')}`, 'was refused'],
      [`--context test=test --kubeconfig ${await kubeconfigOf('visitor')}`, 'User "visitor" cannot list resource'],
    ] as const) {
      const lines = (await inventory(1, look)).split('\n').filter((line) => line.startsWith(` ${lists}`));
      expect(lines, look).toEqual([expect.stringContaining(why)]);
    }
    const kinds = '--resource=configurations.pkg.crossplane.io,functions.pkg.crossplane.io';
    await plane.kubectl('create', 'clusterrole', 'visitor', '--verb=list', kinds);
    await plane.kubectl('create', 'clusterrolebinding', 'visitor', '--clusterrole=visitor', '--user=visitor');
    const visitor = await kubeconfigOf('visitor');
    await until('the rights to be there', 30, async () => {
      expect(await inventory(0, `--context test=test --kubeconfig ${visitor}`)).toBe(said);
      return true;
    });
    await plane.kubectl('delete', 'clusterrole,clusterrolebinding', 'visitor');
  });

  step('says what another version changes, which is one line in Git', async ({ expect }) => {
    const diff = `npx planesmith gitops diff ${platform.version} ${nextVersion} --cluster test --fleet ${fleet.folder}`;
    const { code, said } = await run(diff);
    expect(said).toContain(`~ Configuration ${pkg}`);
    expect(code).toBe(0);
    await fleetFiles(fleet, nextVersion);
    const differing = await inventory(2);
    expect(differing).toContain(`\ntest ${nextVersion} ${platform.version} (differs) 0 dev`);
    expect(differing).toContain(`! Configuration ${pkg} runs ${platform.version}, not ${nextVersion}\n`);
    expect(differing).toContain(`! Function ${newer.layout} is not there\n`);
    expect(await dumped(2)).toBe(differing);
    const revision = await commit(nextVersion);
    await until(`Function ${newer.functionName}`, 120, () =>
      plane.client.get(`/apis/pkg.crossplane.io/v1/functions/${newer.functionName}`),
    );
    await until('the inventory to say that its Function does not run', 60, async () => {
      expect(await inventory(1)).toContain(
        ` ! Function ${newer.functionName} is not Healthy: UnhealthyPackageRevision: Package runtime health is "False"`,
      );
      return true;
    });
    pods.push(await runFunctionPod(plane, newer.functionName, join(next!.dist, 'oci', newer.layout), newer.address));
    await isApplied(revision);
    await claimIsAnswered(nextVersion, 3);
    expect(await inventory(0)).toContain(`\ntest ${nextVersion} ${nextVersion} 0 dev`);
    // Flux applies the ImageConfig of the bundle, which does not know the mirror.
    expect(await replicasOf(newer.functionName)).toBe(2);
  });

  step('goes back by the same line', async () => {
    await isApplied(await commit(platform.version));
    await claimIsAnswered(platform.version, 2);
  });

  step('is not uninstalled while a claim lives', async ({ expect }) => {
    const { code, said } = await run(uninstalling());
    expect(said).toContain(`1 claim of ${platform.name} in use:\nResiliencyPolicy ${namespace}/checkout\n`);
    expect(code).toBe(1);
    const binding = `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/${platform.name}-kinds`;
    expect(await plane.client.get(binding)).toBeDefined();
  });

  step('leaves nothing behind once its claims are gone', async ({ expect }) => {
    await plane.kubectl('delete', '-f', join(root, 'examples/resiliency-policy.yaml'));
    await plane.kubectl('delete', '-f', join(plane.folder, 'cluster/bootstrap.json'));
    // Flux has removed what it synced of the folder, and may still be at it.
    await plane.kubectl('delete', '--ignore-not-found', '-k', join(plane.folder, 'cluster'));
    const { code, said } = await run(uninstalling());
    expect(said).toMatch(new RegExp(`^${platform.name} is removed: \\d+ objects$`, 'm'));
    expect(code).toBe(0);
    await isAsBefore();
  });
});

function environment(): object {
  const kind = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };
  return { ...kind, metadata: { name: platform.name }, data: facts('dev') };
}

function versionOf(metadata: Item['metadata']): unknown {
  return (metadata as { readonly resourceVersion?: string }).resourceVersion;
}
