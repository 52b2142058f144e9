/** A finished package: its images, what names them, and every file of dist/ that holds it. */
import type { File } from '../files.ts';
import { dockerArchive } from './archive.ts';
import type { Blob } from './blob.ts';
import type { Digest } from './digest.ts';
import { toYaml, toYamlStream } from './document.ts';
import { buildIndex, type Image } from './image.ts';
import { layerOf, type Layer } from './layer.ts';
import { blobsOf, layoutFiles } from './layout.ts';
import type { Identity, Meta } from './meta.ts';
import { objectFile, type PackageKind, type PackageObject } from './objects.ts';
import { textContent } from './tar.ts';

/** A package of one version, ready to be written or pushed. */
export interface BuiltPackage {
  readonly kind: PackageKind;
  readonly name: string;
  readonly version: string;
  /** `v<version>`, under which Crossplane finds the version. */
  readonly tag: string;
  /** One for each platform; a package that only holds objects has a single one. */
  readonly images: readonly Image[];
  /** What tag and digest of the package name: the manifest of its only image, or the index of several. */
  readonly root: Blob;
  /** The digest of `root`. */
  readonly digest: Digest;
  /** The bytes that a registry keeps of it. */
  readonly size: number;
  /** False where something in it depends on the machine that built it. */
  readonly releasable: boolean;
  /** Relative to dist/: `packages/`, `oci/<name>/` and `manifests/<name>/`. */
  readonly files: readonly File[];
}

/** The layer from which Crossplane reads a package (crossplane-runtime v2.4.0: pkg/xpkg/build.go). */
export function packageLayer(meta: Meta, objects: readonly PackageObject[]): Promise<Layer> {
  const content = textContent(toYamlStream([meta, ...objects]));
  return layerOf([{ type: 'file', path: 'package.yaml', content }], { role: 'base' });
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

/** The package of these images, with its files; `objects` are in the order of the package. */
export async function assemble({
  identity,
  meta,
  objects,
  images,
  releasable,
}: {
  readonly identity: Identity;
  readonly meta: Meta;
  readonly objects: readonly PackageObject[];
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
    kind: meta.kind,
    name,
    version,
    tag,
    images,
    root,
    digest: root.digest,
    size: blobs.reduce((sum, { bytes }) => sum + bytes.length, 0),
    releasable,
    files: [
      ...(await Promise.all(images.map((image) => archiveFile(identity, meta.kind, image)))),
      ...layoutFiles(root, blobs, tag).map(({ path, content }) => ({ path: `oci/${name}/${path}`, content })),
      ...manifestFiles(meta, objects).map(({ path, content }) => ({ path: `manifests/${name}/${path}`, content })),
    ],
  };
}

/** A Function has a file for each architecture, since `crossplane xpkg push` joins such files to an index. */
async function archiveFile({ name, version }: Identity, kind: PackageKind, image: Image): Promise<File> {
  const architecture = kind === 'Function' ? `-${image.platform.architecture}` : '';
  return { path: `packages/${name}-${version}${architecture}.xpkg`, content: await dockerArchive(image) };
}

/** One file for each object, as `crossplane xpkg build --package-root` reads them. */
function manifestFiles(meta: Meta, objects: readonly PackageObject[]): File[] {
  return [
    { path: 'crossplane.yaml', content: toYaml(meta) },
    ...objects.map((object) => ({ path: objectFile(object), content: toYaml(object) })),
  ];
}
