/**
 * The repositories that Flux syncs in the test: the fleet, as `planesmith gitops` writes it, and those of applications. Three things differ from a company's: the
 * registry speaks plain http, the packages of Providers cannot be pulled, and nobody runs the broker of the bundle for one machine.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { toYaml, toYamlStream } from 'planesmith/xpkg';
import { parseAllDocuments } from 'yaml';
import { platform } from '../../cases/platform.ts';
import { environmentConfig } from '../../cases/situation.ts';
import { branchTag, type RepositoryFiles } from './flux-artifact.ts';
import { fluxNamespace } from './flux.ts';
import type { Item } from './client.ts';
import type { Registry } from './packages.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');
const cluster = 'test';
const built = `built/${cluster}/flux`;

/** An application whose repository the cluster syncs. */
export interface Application {
  readonly name: string;
  readonly namespace: string;
}

/** The names of the Kustomizations of the platform, in the order in which they become ready. */
export const waves = {
  install: `${platform.name}-install`,
  packages: `${platform.name}-packages`,
  facts: `${platform.name}-facts`,
} as const;

/** The source of the fleet, and the repository of its artifacts. */
export const fleetSource = `${platform.name}-fleet`;
export const fleetRepository = 'git/operations';

/** A fleet in a folder. */
export interface TestFleet {
  readonly folder: string;
  readonly registry: Registry;
  /** The target of its cluster. */
  readonly target: string;
}

interface Content {
  /** The folders of the releases that are published. */
  readonly dists: readonly string[];
  readonly applications?: readonly Application[];
  /** @default `local` */
  readonly target?: string;
  /** The EnvironmentConfig of the cluster. @default that of the examples for the target */
  readonly facts?: object;
}

/** Begins a fleet with these versions and applications. */
export async function makeFleet(
  folder: string,
  registry: Registry,
  { dists, applications = [], target = 'local', facts = environmentConfig(target) }: Content,
): Promise<TestFleet> {
  const repository = (name: string) => ({ repository: `oci://${registry.host}/${name}`, revision: branchTag });
  await write(folder, 'fleet.yaml', repository(fleetRepository));
  for (const { name, namespace } of applications)
    await write(folder, `apps/${name}.yaml`, { name, ...repository(`git/${name}`), path: 'claims', namespace });
  // The facts of a cluster are its own: those of the bundle are a sample with made-up values.
  await write(folder, 'facts/test/environment.yaml', facts);
  for (const dist of dists)
    await planesmith('publish', dist, '--fleet', folder, '--target', target, '--not-for-release');
  return { folder, registry, target };
}

/** Everything of the fleet's repository, in which the cluster runs `version`. Flux judges the claims of `unjudged` by its own rules. */
export async function fleetFiles(
  { folder, registry, target }: TestFleet,
  version: string,
  unjudged: readonly Application[] = [],
): Promise<RepositoryFiles> {
  const facts = 'facts/test/environment.yaml';
  const flavour = 'namespaced';
  await write(folder, `clusters/${cluster}.yaml`, {
    name: cluster,
    environment: 'dev',
    target,
    flavour,
    version,
    facts,
    // No Helm controller runs here, and the operators are played.
    operators: [],
  });
  await planesmith('build', folder, '--out', join(folder, 'built'));
  const files = await filesIn(folder);
  const sources = objectsIn(files[`${built}/sources.yaml`]);
  for (const { spec } of sources) spec.insecure = true;
  const kustomizations = objectsIn(files[`${built}/kustomizations.yaml`]);
  const install = kustomizations.find(({ metadata }) => metadata.name === waves.install);
  if (install !== undefined) install.spec.patches = leftOut.map(deletion);
  const like = kustomizations.find(({ spec }) => spec.targetNamespace !== undefined);
  for (const { name, namespace } of unjudged) {
    const source = sources.find(({ metadata }) => metadata.name === like?.metadata.name);
    const url = `oci://${registry.host}/git/${name}`;
    sources.push({ ...source!, metadata: { name, namespace: fluxNamespace }, spec: { ...source!.spec, url } });
    const { healthCheckExprs: _, ...spec } = like!.spec;
    const sourceRef = { kind: 'OCIRepository', name };
    kustomizations.push({
      ...like!,
      metadata: { name, namespace: fluxNamespace },
      spec: { ...spec, sourceRef, targetNamespace: namespace },
    });
  }
  return {
    ...files,
    [`${built}/sources.yaml`]: toYamlStream(sources),
    [`${built}/kustomizations.yaml`]: toYamlStream(kustomizations),
  };
}

/** What an administrator applies once, beside the folder of the cluster: it lets Flux sync that folder too. */
export function bootstrap(): object {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'cluster', namespace: fluxNamespace },
    spec: {
      interval: '10m',
      prune: true,
      path: `./${built}`,
      sourceRef: { kind: 'OCIRepository', name: fleetSource },
    },
  };
}

/** The folder of the cluster that an administrator applies. */
export function clusterFiles(files: RepositoryFiles): RepositoryFiles {
  const own = Object.entries(files).filter(([path]) => path.startsWith(`${built}/`));
  return Object.fromEntries(own.map(([path, text]) => [path.slice(built.length + 1), text]));
}

const leftOut = ['Provider', 'Kafka', 'KafkaNodePool'];

function deletion(kind: string): object {
  return { target: { kind }, patch: `$patch: delete\napiVersion: any/v1\nkind: ${kind}\nmetadata:\n  name: any\n` };
}

async function planesmith(...args: readonly string[]): Promise<void> {
  await run(process.execPath, [join(root, 'engine/bin/planesmith.cjs'), 'gitops', ...args], { cwd: root });
}

async function write(folder: string, path: string, value: object): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), toYaml(value));
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const files = paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(files));
}

function objectsIn(text = ''): Item[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Item);
}
