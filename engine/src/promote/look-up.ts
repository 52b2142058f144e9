/** Finds what a promotion depends on: in the fleet, at the source of alerts and, for signatures that the fleet lacks, in the registry. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { type Cluster, configurationsFor, type Fleet, type PublishedVersion } from '../gitops/fleet/index.ts';
import { nearest } from '../schema/index.ts';
import { readPublicKey } from '../signing/key.ts';
import { digestOf } from '../xpkg/digest.ts';
import { openAlerts } from './alerts.ts';
import type { Before, Found } from './decide.ts';
import { readEvidence } from './evidence.ts';
import { readObjectives } from './settings.ts';
import { unprovenPackages } from './signed-packages.ts';
import { readSmoke } from './smoke-result.ts';

/** A version for a cluster. */
export interface Asked {
  readonly cluster: Cluster;
  readonly published: PublishedVersion;
}

/** The version for the cluster in the fleet. Throws a `UserError` if one of them does not exist, or if they do not fit together. */
export function askedIn({ folder, clusters, versions }: Fleet, version: string, name: string): Asked {
  const cluster = clusters.find((each) => each.name === name);
  if (cluster === undefined)
    throw unknown(
      `${folder} has no cluster ${name}`,
      name,
      clusters.map((each) => each.name),
    );
  const published = versions.find((each) => each.version === version);
  const known = versions.map((each) => each.version);
  if (published === undefined) throw unknown(`${version} is not published in ${folder}`, version, known);
  if (configurationsFor(published, cluster).length === 0) {
    throw new UserError(`${version} has no package for ${cluster.target} (${cluster.flavour}), which ${name} needs`, {
      hint: 'publish a version that has one',
    });
  }
  return { cluster, published };
}

function unknown(message: string, name: string, known: readonly string[]): UserError {
  const meant = nearest(name, known);
  const hint = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  return new UserError(meant === undefined ? message : `${message}, did you mean ${meant}?`, { hint });
}

/** All that a decision about it depends on, at the time `now`. Rejects with a `UserError` for a file that cannot be read. */
export async function lookUp(fleet: Fleet, { cluster, published }: Asked, now: Date): Promise<Found> {
  const { folder } = fleet;
  const { version } = published;
  const objectives = readObjectives(
    folder,
    cluster.name,
    fleet.clusters.map(({ name }) => name),
  );
  const root = join(folder, published.path);
  return {
    cluster: cluster.name,
    current: cluster.version,
    version,
    objectives,
    now,
    before: beforeOf(fleet, cluster, version),
    ranHere: readEvidence(folder, cluster.name, version),
    checksums: digestOf(Buffer.from(textIn(root, 'SHA256SUMS') ?? '')),
    ...(await unprovenPackages(
      root,
      published.release,
      packagesFor(cluster, published),
      keyOf(folder, objectives.key),
    )),
    alerts: await openAlerts(folder, objectives.alerts),
  };
}

/** The names of the packages that the cluster installs: its Configurations, and the Function of the release. */
function packagesFor(cluster: Cluster, published: PublishedVersion): ReadonlySet<string> {
  const functions = published.release.packages.filter(({ kind }) => kind === 'Function');
  return new Set([...configurationsFor(published, cluster), ...functions].map(({ name }) => name));
}

function beforeOf({ folder, clusters }: Fleet, { after }: Cluster, version: string): Before | undefined {
  const before = clusters.find(({ name }) => name === after);
  if (before === undefined) return undefined;
  const { name } = before;
  return {
    name,
    version: before.version,
    evidence: readEvidence(folder, name, version),
    smoke: readSmoke(folder, name),
  };
}

function keyOf(folder: string, path: string) {
  const text = textIn(folder, path);
  if (text !== undefined) return readPublicKey(text, path);
  throw new UserError(`promotion.yaml: key: there is no ${join(folder, path)}`, {
    hint: 'put the public key there: `openssl pkey -in cosign.key -pubout -out <file>` writes it',
  });
}
