/** Builds release.yaml: all packages of one version, by digest. */
import type { Package } from '../platform/package.ts';
import { kitRepository } from '../platform/kit-repository.ts';
import type { Platform } from '../platform/platform.ts';
import type { File } from '../files.ts';
import { type Lock, orderedLock } from '../lock/index.ts';
import { kitArtifact } from '../xpkg/file-artifact.ts';
import type { BuiltPackage } from '../xpkg/index.ts';
import { textContent } from '../xpkg/tar.ts';
import type { ComposedKind } from './composed-kinds.ts';

/** The parts of a release. */
export interface ReleaseParts {
  readonly platform: Platform;
  readonly packages: readonly BuiltPackage[];
  /** By target. */
  readonly kinds: Readonly<Record<string, readonly ComposedKind[]>>;
  /** The sources of the composed kinds' models, with their versions and digests. */
  readonly models: readonly { readonly source: string; readonly version?: string; readonly sha256: string }[];
  /** The platform's own lock, if it has one. */
  readonly lock: Lock | undefined;
  readonly changelog: string | undefined;
  readonly kit: File | undefined;
}

/** The content of release.yaml: the same for the same commit, on every machine and at any time. */
export function releaseFile({ platform, packages, kinds, models, lock, changelog, kit }: ReleaseParts): object {
  const declared = new Map(platform.packages.map((definition) => [definition.name, definition]));
  return {
    platform: platform.name,
    version: platform.version,
    group: platform.group,
    packages: packages.map((built) => packageEntry(platform, built, declared.get(built.name))),
    ...(kit !== undefined && { kit: kitEntry(platform, kit) }),
    requirements: {
      crossplane: platform.crossplane,
      kinds: Object.fromEntries(
        Object.entries(kinds).map(([target, needed]) => [
          target,
          needed.map(({ apiVersion, kind }) => ({ apiVersion, kind })),
        ]),
      ),
    },
    lock: { models, ...(lock !== undefined && orderedLock(lock)) },
    ...(changelog !== undefined && { changelog }),
  };
}

function packageEntry({ registry }: Platform, built: BuiltPackage, declared: Package | undefined): object {
  const { kind, name, tag, digest, size, images, releasable } = built;
  return {
    name,
    kind,
    repository: `${registry}/${name}`,
    tag,
    digest,
    size,
    platforms: images.map(({ platform: { os, architecture } }) => `${os}/${architecture}`),
    releasable,
    ...(declared && { flavour: declared.flavour, targets: declared.targets, apis: declared.apis }),
  };
}

/** The kit as an artifact in the registry. Its repository is no package's: a release refuses one of that name. */
function kitEntry({ registry, name, version }: Platform, { path, content }: File): object {
  const bytes = typeof content === 'string' ? textContent(content) : content;
  const { manifest } = kitArtifact(path.slice(path.lastIndexOf('/') + 1), version, bytes);
  return { repository: `${registry}/${kitRepository(name)}`, tag: `v${version}`, digest: manifest.digest, file: path };
}
