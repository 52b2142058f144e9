/** Finds what is wrong with a fleet beyond its pointers: edited versions, and GitOps objects that say something else. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderFiles, valueFiles } from '../../xpkg/verify/files.ts';
import { gitopsFiles } from '../bundle/bundle.ts';
import { readFleet, versionsIn } from '../fleet/fleet.ts';
import { editsOf } from '../fleet/published-version.ts';
import { type AppFolders, syncedClaims } from './claims.ts';
import type { FleetFinding } from './finding.ts';
import { historyOf } from './history.ts';
import { type AskRelease, releasedFindings, type Unchecked } from './released.ts';

export interface CheckedFleet {
  /** Undefined if nobody knows, since a version was edited. */
  readonly clusters?: number;
  readonly versions: number;
  /** What was compared with the commits: `all`, `some` of a shallow clone, or `none` outside Git. */
  readonly history: 'all' | 'some' | 'none';
  readonly findings: readonly FleetFinding[];
  /** What was asked for and could not be checked. */
  readonly unchecked: readonly Unchecked[];
}

/** What is checked besides the fleet itself. */
export interface CheckOptions {
  /** What `planesmith gitops build` wrote. */
  readonly built?: string;
  /** The repositories of applications whose claims are looked at. */
  readonly claims?: { readonly folders: AppFolders; readonly ask: AskRelease };
}

/** Checks the fleet in a folder. Throws a `UserError` for a fleet that cannot be read. */
export async function checkFleet(folder: string, { built, claims }: CheckOptions = {}): Promise<CheckedFleet> {
  const versions = await versionsIn(folder);
  const edits = await Promise.all(
    versions.map(async (version) =>
      (await editsOf(folder, version)).map(({ file, message }) => ({ file: `${version.path}/${file}`, message })),
    ),
  );
  const history = await historyOf(folder, versions);
  const republished = (history?.republished ?? []).map(({ version, commit }) => ({
    file: `versions/${version}`,
    message: `has other bytes than the commit ${commit} published: restore it from there`,
  }));
  const findings: FleetFinding[] = [...edits.flat(), ...republished];
  const how = history === undefined ? 'none' : history.isWhole ? 'all' : 'some';
  // An edited version is no fleet, and what should be built from it nobody knows.
  if (edits.some((found) => found.length > 0))
    return { versions: versions.length, history: how, findings, unchecked: [] };
  const fleet = await readFleet(folder);
  if (built !== undefined) findings.push(...(await staleFiles(built, valueFiles(gitopsFiles(fleet)))));
  const synced = claims === undefined ? [] : syncedClaims(fleet, claims.folders);
  const released = claims === undefined ? undefined : await releasedFindings(synced, claims.ask);
  findings.push(...synced.flatMap((each) => each.findings), ...(released?.findings ?? []));
  const { unchecked = [] } = released ?? {};
  return { clusters: fleet.clusters.length, versions: versions.length, history: how, findings, unchecked };
}

/** The files in `built` that are not as a build would write them now. */
async function staleFiles(built: string, wanted: ReturnType<typeof valueFiles>): Promise<readonly FleetFinding[]> {
  const there = existsSync(built) ? await folderFiles(built) : valueFiles([]);
  const paths = [...new Set([...there.paths, ...wanted.paths])].toSorted();
  const messages = paths.map(async (path) => {
    if (!there.paths.includes(path)) return 'is missing: run `planesmith gitops build`';
    if (!wanted.paths.includes(path)) return 'is of no cluster any more: run `planesmith gitops build`';
    const isSame = (await there.digest(path)) === (await wanted.digest(path));
    return isSame ? undefined : 'does not say what the fleet says: run `planesmith gitops build`';
  });
  return (await Promise.all(messages)).flatMap((message, index) =>
    message === undefined ? [] : [{ file: join(built, paths[index] ?? ''), message }],
  );
}
