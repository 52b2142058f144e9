/** Reads a fleet: the clusters of a platform, each with the version that it runs, and the versions that are published for them. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isVersion, compareVersions } from '../../compare/version.ts';
import { UserError } from '../../errors.ts';
import { textIn } from '../../files.ts';
import { namesIn } from '../../judge/manifest-files.ts';
import { nearest } from '../../schema/index.ts';
import { type Cluster, clusterHint, type ReadCluster, readCluster } from './cluster.ts';
import {
  cellsOf,
  cellText,
  configurationsFor,
  type PublishedVersion,
  readVersion,
  refuseEdited,
} from './published-version.ts';
import { operatorsFor } from '../operators.ts';
import { type AppRepository, fleetHint, type FleetSource, readApp, readFleetSource } from './sources.ts';

/** A folder in Git with everything that a controller needs to know: which cluster runs which version. */
export interface Fleet {
  /** As it was given. */
  readonly folder: string;
  /** Sorted by name. */
  readonly clusters: readonly Cluster[];
  /** From the lowest to the highest. */
  readonly versions: readonly PublishedVersion[];
  /** The repositories of applications, sorted by name. */
  readonly apps: readonly AppRepository[];
  /** Where the fleet itself is; undefined without `fleet.yaml`. */
  readonly source?: FleetSource;
}

/**
 * The fleet in a folder, with every version unchanged and every pointer at a version that has what its cluster needs. Throws a `UserError` with file,
 * line and remedy otherwise.
 */
export async function readFleet(folder: string): Promise<Fleet> {
  const read = clustersIn(folder);
  const versions = await versionsIn(folder);
  for (const version of versions) await refuseEdited(folder, version);
  for (const each of read) checkPointer(each, versions);
  for (const each of read) checkOrder(each, read);
  for (const each of read) checkFacts(each, folder);
  for (const each of read) checkOperators(each, folder);
  const source = textIn(folder, 'fleet.yaml');
  return {
    folder,
    clusters: read.map(({ cluster }) => cluster),
    versions,
    apps: appsIn(folder),
    ...(source !== undefined && { source: readFleetSource(source, join(folder, 'fleet.yaml')) }),
  };
}

/** The published versions in `versions/`, from the lowest to the highest; their files are not compared with their SHA256SUMS. */
export async function versionsIn(folder: string): Promise<readonly PublishedVersion[]> {
  const root = join(folder, 'versions');
  const names = existsSync(root) ? namesIn(root).filter((name) => !isAside(name)) : [];
  for (const name of names) {
    if (isVersion(name) && statSync(join(root, name)).isDirectory()) continue;
    throw new UserError(`${join(root, name)} is no folder of a version`, {
      hint: 'name it as its version, such as versions/0.1.0, or move it elsewhere',
    });
  }
  return Promise.all(names.toSorted(compareVersions).map((name) => readVersion(folder, `versions/${name}`)));
}

/** Files that Git and people keep in a folder beside those that are read. */
function isAside(name: string): boolean {
  return name.startsWith('.') || name === 'README.md';
}

/** The texts of the files in a folder, with their names; throws a `UserError` for a file that is none of YAML. */
function textsIn(root: string, noun: string): readonly { readonly name: string; readonly text: string }[] {
  const names = namesIn(root).filter((name) => !isAside(name));
  return names.map((name) => {
    if (/\.ya?ml$/.test(name)) return { name, text: textIn(root, name) ?? '' };
    throw new UserError(`${join(root, name)} is no file of ${noun}`, {
      hint: 'name it <name>.yaml, or move it elsewhere',
    });
  });
}

function appsIn(folder: string): readonly AppRepository[] {
  const root = join(folder, 'apps');
  if (!existsSync(root)) return [];
  return textsIn(root, 'an application').map(({ name, text }) => readApp(text, name, join(root, name)));
}

function clustersIn(folder: string): readonly ReadCluster[] {
  const root = join(folder, 'clusters');
  if (!existsSync(root)) {
    throw new UserError(`${folder} is no fleet: it has no folder clusters`, {
      hint: existsSync(join(folder, 'versions'))
        ? firstFiles(folder)
        : 'name the folder with clusters/ and versions/, such as gitops',
    });
  }
  const read = textsIn(root, 'a cluster').map(({ name, text }) =>
    readCluster(text, `clusters/${name}`, join(root, name)),
  );
  read.forEach(({ cluster, mistake }, index) => {
    const twin = read.slice(0, index).find((other) => other.cluster.name === cluster.name);
    if (twin === undefined) return;
    const message = `name: ${cluster.name} is the cluster of ${twin.cluster.file}, too`;
    throw mistake('name', message, 'keep one of the two files: a cluster has one version');
  });
  return read;
}

/** What a fleet that has only versions lacks, all at once. */
export function firstFiles(folder: string): string {
  return (
    `write ${folder}/clusters/<cluster>.yaml: ${clusterHint}; ` +
    `and ${folder}/fleet.yaml, where the fleet itself is: ${fleetHint}`
  );
}

function checkPointer({ cluster, mistake }: ReadCluster, versions: readonly PublishedVersion[]): void {
  const published = versions.find(({ version }) => version === cluster.version);
  if (published === undefined) {
    const known = versions.map(({ version }) => version).join(', ');
    throw mistake(
      'version',
      `version: ${cluster.version} is not published${known === '' ? '' : `, only ${known}`}`,
      'publish it with `planesmith gitops publish`, or point at one that is there',
    );
  }
  if (configurationsFor(published, cluster).length > 0) return;
  const cells = cellsOf(published).join(', ');
  throw mistake(
    'target',
    `target: ${cluster.version} has no package for ${cellText(cluster)}`,
    `it has packages for ${cells}`,
  );
}

function checkOrder({ cluster, mistake }: ReadCluster, all: readonly ReadCluster[]): void {
  const hint = 'name the cluster from which it is promoted, or take the line out';
  const seen = [cluster.name];
  for (let next = cluster.after; next !== undefined;) {
    const before = all.find((other) => other.cluster.name === next);
    if (before === undefined) {
      // That of another cluster is reported there.
      if (seen.length > 1) return;
      throw mistake('after', `after: there is no cluster ${next}`, hint);
    }
    seen.push(next);
    if (next === cluster.name) throw mistake('after', `after: ${seen.toReversed().join(' comes before ')}`, hint);
    // A circle of others is reported at one of them.
    if (seen.indexOf(next) !== seen.length - 1) return;
    next = before.cluster.after;
  }
}

function checkFacts({ cluster: { facts }, mistake }: ReadCluster, folder: string): void {
  if (facts === undefined || existsSync(join(folder, facts))) return;
  throw mistake('facts', `facts: there is no ${join(folder, facts)}`, 'put the EnvironmentConfig of the cluster there');
}

function checkOperators({ cluster, mistake }: ReadCluster, folder: string): void {
  const { version, target, operators = [] } = cluster;
  const known = operatorsFor(folder, version, target).map(({ name }) => name);
  const other = operators.find((name) => !known.includes(name));
  if (other === undefined) return;
  const meant = nearest(other, known);
  const hint =
    known.length === 0 ? 'write `operators: []`' : `choose of ${known.join(', ')}, or write \`operators: []\``;
  const message = `operators: ${version} brings no operator ${other} to ${target}`;
  throw mistake('operators', `${message}${meant === undefined ? '' : `, did you mean ${meant}?`}`, hint);
}
