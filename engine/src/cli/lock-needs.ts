/** What a platform needs besides itself: read from what it composes, and from the files of its release. */
import type { File } from '../files.ts';
import { UserError } from '../errors.ts';
import { type Needs, type Reference, referencesIn } from '../lock/index.ts';
import type { Platform } from '../platform/platform.ts';
import { claimRenderer } from '../preview/render-claim.ts';
import { composedKinds } from '../release/composed-kinds.ts';
import type { KubernetesObject } from '../render/index.ts';
import { groupOf } from '../schema/kind-name.ts';
import { readYaml } from '../yaml/index.ts';
import { samplesOf } from './examples.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { tell } from './session.ts';

/** What the platform needs; `files` are those of its whole release. Throws a `UserError` for a release whose examples are invalid. */
export async function needsOf(loaded: LoadedPlatform, files: readonly File[], isRelease: boolean): Promise<Needs> {
  const { platform } = loaded;
  const functions = await platform.loadFunctions();
  const targets = [...new Set(platform.packages.flatMap((pkg) => pkg.targets))];
  const installed = files.filter(({ path }) => path.startsWith('install/')).flatMap(objectsIn);
  const { composed, offered } = await composedIn(loaded, targets, isRelease);
  const kinds = targets.flatMap((target) => composedKinds(functions, target).map(({ apiVersion }) => apiVersion));
  const groups = [...kinds, ...installed.map(({ object }) => object.apiVersion)].map(groupOf);
  const isForeign = ({ image }: Reference): boolean => !image.startsWith(`${platform.registry}/`);
  return {
    groups: [...new Set(groups)].filter((group) => comesWithNeither(group, platform.group)).toSorted(),
    functions: stepsIn(platform, files),
    references: [...installed, ...composed]
      .flatMap(({ where, object }) => referencesIn(object).map((each) => ({ ...each, where })))
      .filter(isForeign),
    offered: offered.flatMap((config) => referencesIn(config)).filter(isForeign),
  };
}

interface Placed {
  readonly where: string;
  readonly object: KubernetesObject;
}

/** The objects of the examples on every target in every environment, and what these environments are. */
async function composedIn(
  loaded: LoadedPlatform,
  targets: readonly string[],
  isRelease: boolean,
): Promise<{ composed: Placed[]; offered: readonly KubernetesObject[] }> {
  const samples = samplesIn(loaded, isRelease);
  const composed: Placed[] = [];
  for (const target of targets) {
    const render = await claimRenderer(loaded.platform, { target, isComplete: true });
    for (const claim of samples.claims) {
      for (const { name, config } of samples.environments) {
        const from = `${claim.kind} ${claim.metadata.name} on ${target} in ${name}`;
        const rendered = await attempt(() => render(claim, { environment: config }));
        for (const object of rendered?.composed ?? [])
          composed.push({ where: `${from}: ${object.kind} ${object.metadata.name}`, object });
      }
    }
  }
  return { composed, offered: samples.environments.map(({ config }) => config) };
}

function samplesIn(loaded: LoadedPlatform, isRelease: boolean) {
  const none = { claims: [], environments: [] };
  try {
    const samples = samplesOf(loaded);
    if (typeof samples !== 'number') return samples;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    tell(`  no composed object was looked at: ${error.message}`);
    return none;
  }
  if (isRelease) {
    throw new UserError('this cannot be released: its examples are invalid, so nobody knows what it composes', {
      hint: 'correct them; `planesmith validate examples` names what is wrong',
    });
  }
  tell('  no composed object was looked at, since the examples are invalid');
  return none;
}

/** Undefined for a claim that this target does not have. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function objectsIn({ path, content }: File): Placed[] {
  if (!path.endsWith('.yaml')) return [];
  return readYaml(typeof content === 'string' ? content : Buffer.from(content).toString('utf8')).documents.flatMap(
    (document) => {
      if (!('value' in document)) return [];
      const object = document.value as KubernetesObject;
      // operators.yaml of an install bundle is a part of the lock itself.
      if (object.apiVersion === undefined) return [];
      return [{ where: `${path}: ${object.kind} ${object.metadata?.name}`, object }];
    },
  );
}

/** The functions that the packages depend on, besides the platform's own. */
function stepsIn({ functionRepository }: Platform, files: readonly File[]): Needs['functions'] {
  const metas = files.filter(({ path }) => /^manifests\/[^/]+\/crossplane\.yaml$/.test(path)).flatMap(objectsIn);
  return metas
    .flatMap(({ object }) => (object['spec'] as { dependsOn?: readonly Dependency[] } | undefined)?.dependsOn ?? [])
    .map(({ package: name, version }) => ({ package: name, version }))
    .filter((each) => each.package !== functionRepository);
}

interface Dependency {
  readonly package: string;
  readonly version: string;
}

/** Whether the group comes neither with Kubernetes, nor with Crossplane, nor with the platform. */
function comesWithNeither(group: string, own: string): boolean {
  const withCrossplane = /^(apiextensions|pkg|protection|ops)\.crossplane\.io$/;
  return group.includes('.') && !group.endsWith('.k8s.io') && !withCrossplane.test(group) && group !== own;
}
