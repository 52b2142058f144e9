/** A published version in the folder of a fleet: what it holds, and whether somebody edited it. */
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { releaseIn } from '../../release/push/read-release.ts';
import { installable } from '../../release/installable.ts';
import { checkChecksums } from '../../release/verify/checksums.ts';
import { type Finding, Findings } from '../../release/verify/findings.ts';
import type { ReleasedPackage, ReleaseYaml } from '../../release/verify/release-yaml.ts';
import { folderFiles } from '../../xpkg/verify/files.ts';
import { type Flavour, flavours } from '../../schema/index.ts';
import { packagesPath } from '../publish/places.ts';
import type { Cluster } from './cluster.ts';

/** One folder of `versions/`, which never changes again. */
export interface PublishedVersion {
  readonly version: string;
  /** Relative to the folder of the fleet, such as `versions/0.1.0`. */
  readonly path: string;
  /** What its release.yaml says. */
  readonly release: ReleaseYaml;
  /** Its files, relative to its own folder, sorted. */
  readonly files: readonly string[];
}

/** The version in `<folder>/<path>`. Throws a `UserError` if there is none, or if its release.yaml is that of another version. */
export async function readVersion(folder: string, path: string): Promise<PublishedVersion> {
  const version = path.slice(path.lastIndexOf('/') + 1);
  const root = join(folder, path);
  const release = await releaseIn(root);
  if (release.version !== version) {
    throw new UserError(`${join(root, 'release.yaml')} is of version ${release.version}, in the folder of ${version}`, {
      hint: 'publish that version again with `planesmith gitops publish`, in a folder of its own name',
    });
  }
  return { version, path, release, files: (await folderFiles(root)).paths };
}

/** Every file of the version that is not as it was published, with paths relative to its folder. Empty for an untouched one. */
export async function editsOf(folder: string, { path }: Pick<PublishedVersion, 'path'>): Promise<readonly Finding[]> {
  const findings = new Findings();
  await checkChecksums(findings, await folderFiles(join(folder, path)));
  return findings.list;
}

/** Throws a `UserError` that names the first file of the version that is not as it was published. */
export async function refuseEdited(folder: string, version: PublishedVersion): Promise<void> {
  const [first, ...others] = await editsOf(folder, version);
  if (first === undefined) return;
  const more = others.length > 0 ? `, and ${others.length} more findings` : '';
  throw new UserError(`${join(folder, version.path, first.file)} ${first.message}${more}`, {
    hint: 'a published version never changes: restore it from Git, and publish what is new as another version',
  });
}

/** The Configurations that a cluster of this target and flavour installs; none if the version is not published for such clusters. */
export function configurationsFor(
  { release, files }: Pick<PublishedVersion, 'release' | 'files'>,
  place: Pick<Cluster, 'target' | 'flavour'>,
): readonly ReleasedPackage[] {
  return files.includes(`${packagesPath(place)}/packages.yaml`) ? installable(release.packages, place) : [];
}

/** The clusters for which the version is published, each as `target (flavour)`. */
export function cellsOf(version: Pick<PublishedVersion, 'release' | 'files'>): readonly string[] {
  const targets = [...new Set(version.release.packages.flatMap((each) => each.targets ?? []))];
  return targets
    .flatMap((target) => flavours.map((flavour) => ({ target, flavour })))
    .filter((place) => configurationsFor(version, place).length > 0)
    .map(cellText);
}

/** A target and a flavour for messages. */
export function cellText({ target, flavour }: { readonly target: string; readonly flavour: Flavour }): string {
  return `${target} (${flavour})`;
}
