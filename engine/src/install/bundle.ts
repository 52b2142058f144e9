/** Reads the install bundle of a release: what a cluster of one target and flavour gets, file by file. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { type Flavour, nearest } from '../schema/index.ts';
import { releaseIn } from '../release/push/read-release.ts';
import type { ReleaseYaml } from '../release/verify/release-yaml.ts';
import { readYaml } from '../yaml/index.ts';
import { isItem, type Item } from './kubectl.ts';

/** One file of a bundle. */
export interface BundleFile {
  readonly name: string;
  readonly objects: readonly Item[];
}

/** A release, and the part of it that one cluster gets. */
export interface Bundle {
  readonly release: ReleaseYaml;
  readonly target: string;
  readonly flavour: Flavour;
  /** In the order of installation. */
  readonly files: readonly BundleFile[];
}

/** The targets for which the release has packages. */
export function targetsOf({ packages }: ReleaseYaml): readonly string[] {
  return [...new Set(packages.flatMap(({ targets = [] }) => targets))].toSorted();
}

/** The bundle for a target and a flavour in the folder `dist` of a build. Throws a `UserError` if the release has none. */
export async function bundleIn(dist: string, target: string | undefined, flavour: Flavour): Promise<Bundle> {
  const release = await releaseIn(dist);
  const targets = targetsOf(release);
  const chosen = target ?? (targets.length === 1 ? targets[0] : undefined);
  if (chosen === undefined || !targets.includes(chosen)) {
    const meant = chosen === undefined ? undefined : nearest(chosen, targets);
    const said = chosen === undefined ? 'for several targets' : `not for the target ${chosen}`;
    throw new UserError(`the release in ${dist} is ${said}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
      hint: `name one of ${targets.join(', ')} with --target`,
    });
  }
  return { release, target: chosen, flavour, files: filesOf(dist, chosen, flavour) };
}

function filesOf(dist: string, target: string, flavour: Flavour): readonly BundleFile[] {
  const folder = join(dist, 'install', target);
  const listed = listedIn(folder);
  const wanted = flavour === 'claims' ? 'package-claims.yaml' : 'package.yaml';
  if (textIn(folder, wanted) === undefined) {
    throw new UserError(`the release in ${dist} has no package for the flavour ${flavour} on ${target}`, {
      hint: 'choose the other flavour with --flavour, or build that package too',
    });
  }
  return listed
    .map((name) => (name.startsWith('package') ? wanted : name))
    .map((name) => ({ name, objects: objectsIn(folder, name) }));
}

/** The files of some targets of a release, of either flavour: an uninstallation looks for them. */
export function filesOfTargets(dist: string, targets: readonly string[]): readonly BundleFile[] {
  return targets.flatMap((target) => {
    const isNamespaced = textIn(join(dist, 'install', target), 'package.yaml') !== undefined;
    return filesOf(dist, target, isNamespaced ? 'namespaced' : 'claims');
  });
}

/** The files that the kustomization lists, in their order. */
function listedIn(folder: string): readonly string[] {
  const [kustomization] = documentsIn(folder, 'kustomization.yaml');
  if (typeof kustomization !== 'object' || kustomization === null || !('resources' in kustomization)) return [];
  const { resources } = kustomization;
  return Array.isArray(resources) ? resources.filter((name): name is string => typeof name === 'string') : [];
}

const edited = 'files of a build are not edited: build again, and give facts of the cluster with --facts';

function objectsIn(folder: string, name: string): readonly Item[] {
  return documentsIn(folder, name).map((document) => {
    if (isItem(document)) return document;
    throw new UserError(`${join(folder, name)} holds what is no object: it has no kind or no name`, { hint: edited });
  });
}

function documentsIn(folder: string, name: string): readonly unknown[] {
  const text = textIn(folder, name);
  if (text === undefined) {
    throw new UserError(`there is no ${name} in ${folder}`, {
      hint: 'build the release again with `planesmith build`',
    });
  }
  return readYaml(text).documents.map((document) => {
    if ('problem' in document) {
      throw new UserError(`${join(folder, name)} is not YAML: ${document.problem}`, { hint: edited });
    }
    return document.value;
  });
}
