/** Reads the objects of a published version that a cluster gets: those in the files that its kustomizations list. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { readYaml } from '../yaml/index.ts';
import type { Cluster, PublishedVersion } from './fleet/index.ts';
import { chosenOperators, operatorsFor } from './operators.ts';
import { operatorName } from './publish/operators.ts';
import { bundlePath, operatorsPath, packagesPath } from './publish/places.ts';

/** An object in a file of a version. */
export interface BundledObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  /** Only those who read a field know its type. */
  readonly spec?: unknown;
}

/** The objects in their order; none of a target or flavour for which the version is not published. */
export function bundledObjects(
  folder: string,
  { path }: Pick<PublishedVersion, 'path'>,
  cluster: Pick<Cluster, 'target' | 'flavour'>,
): readonly BundledObject[] {
  return [bundlePath(cluster.target), packagesPath(cluster)].flatMap((part) => listedIn(join(folder, path, part)));
}

/** The objects by which Flux installs the operators of the version that the cluster takes. */
export function operatorObjects(
  folder: string,
  { path, version, release: { platform } }: PublishedVersion,
  cluster: Cluster,
): readonly BundledObject[] {
  const chosen = chosenOperators(operatorsFor(folder, version, cluster.target), cluster);
  const names = new Set(chosen.map((each) => operatorName(platform, each)));
  return listedIn(join(folder, path, operatorsPath(cluster.target))).filter(({ metadata: { name } }) =>
    names.has(name),
  );
}

function listedIn(root: string): readonly BundledObject[] {
  const [list] = documentsIn<{ readonly resources?: readonly string[] }>(root, 'kustomization.yaml');
  return (list?.resources ?? []).flatMap((file) => documentsIn<BundledObject>(root, file));
}

function documentsIn<T>(folder: string, file: string): readonly T[] {
  return readYaml(textIn(folder, file) ?? '').documents.map((document) => {
    if ('value' in document) return document.value as T;
    throw new UserError(`${join(folder, file)} is not YAML: ${document.problem}`, { hint: 'restore it from Git' });
  });
}
