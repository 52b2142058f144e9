/** A finished package: its images, their digest and tag, and its files in dist/. */
import type { File } from '../files.ts';
import { dockerArchive } from './archive.ts';
import type { Blob } from './blob.ts';
import type { Digest } from './digest.ts';
import { buildIndex, type Image } from './image.ts';
import { blobsOf, layoutFiles } from './layout.ts';
import type { Manifest } from './manifests.ts';
import type { Identity } from './meta.ts';
import type { PackageKind } from './objects.ts';

/** A package of one version, ready to be written or pushed. */
export interface BuiltPackage {
  readonly kind: PackageKind;
  readonly name: string;
  readonly version: string;
  /** `v<version>`, the tag by which Crossplane finds the version. */
  readonly tag: string;
  /** One for each platform; a package of objects has a single one. */
  readonly images: readonly Image[];
  /** The blob that tag and digest of the package name: the manifest of its only image, or the index of several. */
  readonly root: Blob;
  /** The digest of `root`. */
  readonly digest: Digest;
  /** The number of bytes that a registry stores for it. */
  readonly size: number;
  /** False if its contents depend on the machine that built it. */
  readonly releasable: boolean;
  /** Relative to dist/: `packages/`, `oci/<name>/` and `manifests/<name>/`. */
  readonly files: readonly File[];
}

/** Annotations of the manifest and the index, for registries and people (OCI image specification, annotations.md). */
export function imageAnnotations({ name, version, about = {} }: Identity): Record<string, string> {
  const { source, license, description } = about;
  const known = { title: name, version, source, licenses: license, description };
  return Object.fromEntries(
    Object.entries(known).flatMap(([key, text]) =>
      text === undefined ? [] : [[`org.opencontainers.image.${key}`, text]],
    ),
  );
}

/** The package of these images, with its files. */
export async function assemble({
  kind,
  identity,
  manifests,
  images,
  releasable,
}: {
  readonly kind: PackageKind;
  readonly identity: Identity;
  readonly manifests: readonly Manifest[];
  readonly images: readonly Image[];
  readonly releasable: boolean;
}): Promise<BuiltPackage> {
  const { name, version } = identity;
  const tag = `v${version}`;
  const [only, ...others] = images;
  if (only === undefined) throw new Error(`package ${name} has no image`);
  const root = others.length === 0 ? only.manifest : buildIndex(images, imageAnnotations(identity));
  const blobs = blobsOf(root, images);
  return {
    kind,
    name,
    version,
    tag,
    images,
    root,
    digest: root.digest,
    size: blobs.reduce((sum, { bytes }) => sum + bytes.length, 0),
    releasable,
    files: [
      ...(await Promise.all(images.map((image) => archiveFile(identity, kind, image)))),
      ...layoutFiles(root, blobs, tag).map(({ path, content }) => ({ path: `oci/${name}/${path}`, content })),
      ...manifests.map(({ path, content }) => ({ path: `manifests/${name}/${path}`, content })),
    ],
  };
}

/** A Function has a file for each architecture: `crossplane xpkg push` joins them into an index. */
async function archiveFile({ name, version }: Identity, kind: PackageKind, image: Image): Promise<File> {
  const architecture = kind === 'Function' ? `-${image.platform.architecture}` : '';
  return { path: `packages/${name}-${version}${architecture}.xpkg`, content: await dockerArchive(image) };
}
