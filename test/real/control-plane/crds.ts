/** Installs the CRDs of all composed kinds on the test's API server. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyModel } from 'planesmith/authoring';
import { modelPath } from 'planesmith/models';
import { composedKinds as composedOn } from 'planesmith/release';
import { parse } from 'yaml';
import { functions } from '../../../functions/index.ts';
import { platform } from '../../cases/platform.ts';
import { externalSecretsCrds, providerKubernetesCrds, providerSqlCrds } from '../tools/tools.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

const models = new URL('../../../functions/models/', import.meta.url).pathname;
const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** A composed kind and its path on the API server. */
export interface ServedKind extends AnyModel {
  /** The path that lists all its objects. */
  readonly path: string;
}

interface Crd {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly group: string; conversion?: unknown };
}

/** Every composed kind, those of Kubernetes itself included. */
export async function composedKinds(): Promise<ServedKind[]> {
  const files = (await readdir(models, { recursive: true })).filter((file) => /\/.+\.ts$/.test(file)).toSorted();
  const loaded = await Promise.all(
    files.map((file) => import(pathToFileURL(join(models, file)).href) as Promise<object>),
  );
  return loaded.flatMap((module) => Object.values(module) as AnyModel[]).map(served);
}

/** The path of this kind's objects, in one namespace or in all. */
export function pathOf({ apiVersion, plural, namespaced }: AnyModel, namespace?: string, name?: string): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  return `${root}${scope}/${plural}${name === undefined ? '' : `/${name}`}`;
}

/** The controllers that run for real: the CRD files of all their kinds, and the ends of the groups that have composed kinds. */
const realOwners = {
  'provider-sql': { crds: providerSqlCrds, group: 'postgresql.sql.m.crossplane.io' },
  'provider-kubernetes': { crds: providerKubernetesCrds, group: 'kubernetes.m.crossplane.io' },
  'external-secrets': { crds: externalSecretsCrds, group: 'external-secrets.io' },
};

/** The name of a controller that runs for real. */
export type RealOwner = keyof typeof realOwners;

/** Whether the owner of this kind is Kubernetes or Crossplane, or one of these controllers, which run. */
function keepsItself({ apiVersion }: AnyModel, running: readonly RealOwner[]): boolean {
  const isRunning = running.some((owner) => apiVersion.split('/')[0]?.endsWith(realOwners[owner].group));
  return apiVersion === 'v1' || apiVersion.startsWith('protection.') || isRunning;
}

/**
 * The kinds that a test of this target needs: those that it composes, and those that no target composes, as the topics inside an Object. An API server
 * with the kinds of all targets works much longer, for its own OpenAPI and for whoever lists everything.
 */
export function neededOn(target: string): (kind: Pick<AnyModel, 'apiVersion' | 'kind'>) => boolean {
  const name = ({ apiVersion, kind }: Pick<AnyModel, 'apiVersion' | 'kind'>) => `${apiVersion} ${kind}`;
  const targets = Object.values(platform.apis).flatMap((api) => api.targets);
  const elsewhere = new Set(targets.flatMap((other) => composedOn(functions, other).map(name)));
  for (const kind of composedOn(functions, target)) elsewhere.delete(name(kind));
  return (kind) => !elsewhere.has(name(kind));
}

/** The kinds that nobody plays on this target, or on any if none is given, while these controllers run. */
export function notPlayed(target?: string, running: readonly RealOwner[] = []): (kind: ServedKind) => boolean {
  const isNeeded = target === undefined ? () => true : neededOn(target);
  return (kind) => !isNeeded(kind) || keepsItself(kind, running);
}

/**
 * Installs a CRD for every composed kind and resolves when the API server serves them. The schemas are those committed with the models.
 * If a real controller will serve the kinds, its own CRD files are used. Of the others, only those that are `wanted` are installed.
 */
export async function installKinds(
  { client }: ControlPlane,
  real: readonly RealOwner[] = [],
  wanted: (kind: ServedKind) => boolean = () => true,
): Promise<void> {
  const own = (await Promise.all(real.map((owner) => crdsIn(realOwners[owner].crds)))).flat();
  const provided = new Set(own.map(({ spec }) => spec.group));
  const kinds = (await composedKinds()).filter((kind) => isCustom(kind.apiVersion) && wanted(kind));
  const wrapped = await Promise.all(kinds.filter((kind) => !provided.has(groupOf(kind))).map(wrap));
  const all: readonly Crd[] = [...own, ...wrapped];
  for (const crd of all) await client.apply(`${crds}/${crd.metadata.name}`, crd);
  for (const { metadata } of all) {
    await until(`CRD ${metadata.name}`, 30, async () => {
      const conditions = (await client.get(`${crds}/${metadata.name}`))?.['status']?.conditions as
        { type: string; status: string }[] | undefined;
      return conditions?.some(({ type, status }) => type === 'Established' && status === 'True') || undefined;
    });
  }
}

function served(model: AnyModel): ServedKind {
  const { apiVersion, kind, plural, namespaced } = model;
  return { apiVersion, kind, plural, namespaced, path: pathOf(model) };
}

/** Returns false for Kubernetes' own groups, which end in `.k8s.io` or have no dot, and for Crossplane's group, which core installs. */
function isCustom(apiVersion: string): boolean {
  return apiVersion.includes('/') && !/\.k8s\.io$|^protection\.crossplane\.io$/.test(apiVersion.split('/')[0]!);
}

function groupOf({ apiVersion }: AnyModel): string {
  return apiVersion.split('/')[0] ?? '';
}

async function wrap(model: ServedKind): Promise<Crd> {
  const { apiVersion, kind, plural, namespaced } = model;
  const [group = '', version = ''] = apiVersion.split('/');
  const file = join(models, `${modelPath(model)}.schema.json`);
  const names = { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` };
  const schema = { openAPIV3Schema: JSON.parse(await readFile(file, 'utf8')) as object };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      versions: [{ name: version, served: true, storage: true, subresources: { status: {} }, schema }],
    },
  } as Crd;
}

/** All CRDs of a controller, because it also watches kinds that are not composed. Conversion webhooks are removed: none runs here. */
async function crdsIn(located: () => Promise<string>): Promise<Crd[]> {
  const folder = await located();
  const files = (await readdir(folder)).filter((file) => file !== 'kustomization.yaml').toSorted();
  const parsed = await Promise.all(files.map(async (file) => parse(await readFile(join(folder, file), 'utf8')) as Crd));
  for (const { spec } of parsed) delete spec.conversion;
  return parsed;
}
