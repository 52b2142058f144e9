/** Publishes a release: every package and the kit, each in its repository, or nothing of it. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../errors.ts';
import {
  type Artifact,
  type Document,
  fromMemory,
  isLoopback,
  parseReference,
  push,
  type PushItem,
  type PushOptions,
  type PushResult,
  readLayout,
  type RepositoryName,
  rootOf,
} from '../../registry/index.ts';
import { toLayers } from '../../signing/layers.ts';
import { documentArtifact, kitArtifact } from '../../xpkg/file-artifact.ts';
import { insistResolved } from '../insist-resolved.ts';
import { provenancePath } from '../provenance.ts';
import { sbomPath } from '../sbom/sbom.ts';
import { documentsIn, documentTypes } from '../sign/documents.ts';
import { signedIn, signedPath } from '../sign/signed-file.ts';
import { lockOf } from '../verify/lock.ts';
import type { ReleasedKit, ReleasedPackage, ReleaseYaml } from '../verify/release-yaml.ts';
import { releaseIn } from './read-release.ts';

/** What a registry gets: a package or the kit. */
type Published = ReleasedPackage | ReleasedKit;

export interface PushReleaseOptions extends PushOptions {
  /** In place of the registry that the release names, such as `127.0.0.1:5000/platform`. */
  readonly to?: string;
  /** Whether to publish a Function that holds the libraries of this machine. @default only on this machine */
  readonly notForRelease?: boolean;
}

/**
 * Pushes the release in the folder `dist`: the Function first, since Configurations name it, and the kit last. All of it is read and verified
 * before the first request. Throws a `UserError` if it is damaged, not for release, or if the registry refuses it.
 */
export async function pushRelease(dist: string, options: PushReleaseOptions = {}): Promise<PushResult> {
  const { to, notForRelease = false, pointers = [] } = options;
  const release = await releaseIn(dist);
  pointers.forEach(expectPointer);
  const repositories = repositoriesOf(release, to);
  const isHere = [...repositories.values()].every(isOnThisMachine);
  if (!isHere && !notForRelease) refuseLocal(release);
  if (!isHere && !notForRelease) insistResolved(lockOf(release));
  return push(await itemsOf(dist, release, repositories), options);
}

/** Whether nobody but this machine gets what is pushed there. */
export function isOnThisMachine({ host }: RepositoryName): boolean {
  return isLoopback(host.replace(/:\d+$/, ''));
}

/** Throws a `UserError` if a package holds the libraries of the machine that built it. */
export function refuseLocal({ packages }: ReleaseYaml): void {
  const local = packages.find(({ releasable }) => !releasable);
  if (local === undefined) return;
  throw new UserError(
    `package ${local.name} is not for release: its libraries are those of the machine that built it`,
    {
      hint: 'build it with `planesmith build --release`; for a trial, --not-for-release takes it all the same',
    },
  );
}

/** The packages in the order in which they are published, and the kit. */
export async function itemsOf(
  dist: string,
  { packages, kit }: ReleaseYaml,
  repositories: ReadonlyMap<Published, RepositoryName>,
): Promise<PushItem[]> {
  const items: PushItem[] = [];
  const add = async (name: string, published: Published, artifact: Artifact): Promise<void> => {
    const { digest } = rootOf(artifact);
    if (digest !== published.digest) {
      throw new UserError(`${dist} is damaged: ${name} is ${digest}, and release.yaml says ${published.digest}`, {
        hint: 'build it again with `planesmith build --release`',
      });
    }
    const attachments = toLayers(signedIn(dist, signedPath(published)));
    const item = { name, repository: repositories.get(published)!, tag: published.tag, artifact, attachments };
    items.push({ ...item, referrers: await documentArtifacts(dist, published, rootOf(artifact)) });
  };
  const isFunction = ({ kind }: { kind: string }) => kind === 'Function';
  for (const each of [...packages.filter(isFunction), ...packages.filter((other) => !isFunction(other))]) {
    await add(each.name, each, await readLayout(join(dist, 'oci', each.name)));
  }
  if (kit !== undefined) await add(kit.file, kit, await kitIn(dist, kit));
  return items;
}

/** The SBOM and the provenance of a package as artifacts, which name it as their subject; none for the kit. */
async function documentArtifacts(dist: string, published: Published, root: Document): Promise<Artifact[]> {
  if (!('name' in published)) return [];
  const { name } = published;
  const { sbom, provenance } = await documentsIn(dist, published);
  const subject = { digest: root.digest, mediaType: root.mediaType, size: root.bytes.length };
  return [
    documentArtifact(sbom, { type: documentTypes.sbom, name: basename(sbomPath(name)), subject }),
    documentArtifact(provenance, { type: documentTypes.provenance, name: basename(provenancePath(name)), subject }),
  ].map(fromMemory);
}

async function kitIn(dist: string, { file, tag }: ReleasedKit): Promise<Artifact> {
  const tarball = await readFile(join(dist, file)).catch((cause: Error) => {
    throw new UserError(`cannot read the kit in ${dist}: ${cause.message}`, { cause });
  });
  return fromMemory(kitArtifact(basename(file), tag.replace(/^v/, ''), tarball));
}

/** The repository of everything in the release, in the registry that it names or in `to`. */
export function repositoriesOf(
  { packages, kit }: ReleaseYaml,
  to: string | undefined,
): ReadonlyMap<Published, RepositoryName> {
  if (to !== undefined && parseReference(`${to}/name:tag`) === undefined) {
    throw new UserError(`cannot push to ${to}: this is no registry`, {
      hint: 'name its host, and a folder in it if there is one, such as registry.example.org/platform',
    });
  }
  const all: readonly Published[] = kit === undefined ? packages : [...packages, kit];
  return new Map(
    all.map((published) => {
      const { repository, tag } = published;
      const text = to === undefined ? repository : `${to}/${repository.slice(repository.lastIndexOf('/') + 1)}`;
      const parsed = parseReference(`${text}:${tag}`);
      if (parsed === undefined)
        throw new UserError(`release.yaml names ${text}:${tag}, which is no place in a registry`);
      return [published, { host: parsed.host, repository: parsed.repository }];
    }),
  );
}

/**
 * Throws a `UserError` for a tag that must not move. Crossplane takes for a version what github.com/Masterminds/semver/v3 v3.5.0 does: `v1`, and
 * also `2026-stable`.
 */
function expectPointer(tag: string): void {
  if (!/^\w[\w.-]{0,127}$/.test(tag)) throw new UserError(`${JSON.stringify(tag)} is no tag`);
  if (/^v?\d/.test(tag)) {
    throw new UserError(`the tag ${tag} could be a version, and a version never moves`, {
      hint: 'choose a name that begins otherwise, such as stable',
    });
  }
}
