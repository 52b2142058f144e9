/** Verifies a package in an OCI image layout; derives every digest, size and label again if it can. */
import type { Issue } from '../../errors.ts';
import type { File } from '../../files.ts';
import { mediaTypes, type Descriptor } from '../blob.ts';
import { isDigest, type Digest } from '../digest.ts';
import { roleKey } from '../layer.ts';
import { blobPath, tagKey } from '../layout.ts';
import { folderFiles, valueFiles, type Files } from './files.ts';
import { checkImage, type FoundImage, type StoredConfig, type StoredLayer } from './image.ts';
import { listOf, mapOf, objectOf, shown } from './json.ts';
import type { KnownLayers } from './layers.ts';
import { Report } from './report.ts';

interface Manifest {
  readonly schemaVersion?: number;
  readonly mediaType?: string;
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What the bytes of a layout say. */
export interface FoundPackage {
  /** The digest of its root. */
  readonly digest: Digest;
  /** By which index.json names the root. */
  readonly tag: string | undefined;
  /** The number of bytes that a registry stores for it. */
  readonly size: number;
  /** Of the root. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly images: readonly FoundImage[];
}

/** Every problem of the layout, which is a folder or a list of files; empty for a sound package. */
export async function verifyLayout(layout: string | readonly File[]): Promise<Issue[]> {
  const files = typeof layout === 'string' ? await folderFiles(layout) : valueFiles(layout);
  return (await inspectLayout(files)).issues;
}

/** Every problem of the layout, and the package in it as far as it can be read. */
export async function inspectLayout(
  files: Files,
  known: KnownLayers = new Map(),
): Promise<{ readonly issues: Issue[]; readonly found: FoundPackage | undefined }> {
  const report = new Report();
  const read = (path: string) => report.attempt(path, 'cannot be read', () => files.read(path));
  const version = await report.json<{ imageLayoutVersion?: string }>('oci-layout', await read('oci-layout'));
  if (version) report.expect(version.imageLayoutVersion === '1.0.0', 'oci-layout', 'names another version than 1.0.0');
  const index = await report.json<Manifest>('index.json', await read('index.json'));
  const visit = new Visit(report, read, known);
  if (index) report.expect(index.schemaVersion === 2, 'index.json', 'has another schemaVersion than 2');
  const roots = listOf(index?.manifests);
  if (index) report.expect(roots.length === 1, 'index.json', `lists ${roots.length} packages, not one`);
  for (const root of roots) await visit.manifest('index.json', root);
  const own = new Set(['oci-layout', 'index.json', ...visit.seen.keys()]);
  for (const path of files.paths) report.expect(own.has(path), path, 'belongs to nothing');
  for (const path of files.others) report.expect(false, path, 'is a link or a special file');
  return { issues: report.issues, found: roots[0] && isDigest(roots[0].digest) ? visit.found(roots[0]) : undefined };
}

class Visit {
  /** The sizes of the blobs, by path. */
  readonly seen = new Map<string, number>();
  readonly #report: Report;
  readonly #read: Files['read'];
  readonly #known: KnownLayers;
  readonly #visited = new Set<string>();
  readonly #images: FoundImage[] = [];
  #annotations: Readonly<Record<string, string>> = {};

  constructor(report: Report, read: Files['read'], known: KnownLayers) {
    this.#report = report;
    this.#read = read;
    this.#known = known;
  }

  /** What was found below the root that index.json names. */
  found({ digest, annotations }: Descriptor): FoundPackage {
    const size = [...this.seen.values()].reduce((sum, bytes) => sum + bytes, 0);
    const tag = mapOf(annotations)[tagKey];
    return { digest, tag, size, annotations: this.#annotations, images: this.#images };
  }

  /** Checks an image, or an index and the images in it. */
  async manifest(from: string, descriptor: Descriptor): Promise<void> {
    const found = await this.#blob(from, descriptor);
    if (found === undefined) return;
    const { path, bytes } = found;
    // A damaged manifest may name itself.
    if (this.#visited.has(path)) return;
    this.#visited.add(path);
    const manifest = await this.#report.json<Manifest>(path, bytes);
    if (manifest === undefined) return;
    this.#report.expect(manifest.schemaVersion === 2, path, 'has another schemaVersion than 2');
    this.#report.expect(
      manifest.mediaType === descriptor.mediaType,
      path,
      `says mediaType ${shown(manifest.mediaType)}, but ${from} says ${shown(descriptor.mediaType)}`,
    );
    if (from === 'index.json') this.#annotations = mapOf(manifest.annotations);
    if (manifest.manifests !== undefined) await this.#index(path, listOf(manifest.manifests));
    else await this.#image(path, manifest, descriptor);
  }

  async #index(path: string, manifests: readonly Descriptor[]): Promise<void> {
    const names = manifests.map(({ platform }) => `${shown(platform?.os)}/${shown(platform?.architecture)}`);
    this.#report.expect(
      names.includes('linux/amd64'),
      path,
      'has no image for linux/amd64, the only one Crossplane asks for',
    );
    this.#report.expect(
      new Set(names).size === names.length,
      path,
      `has two images for one platform: ${names.join(', ')}`,
    );
    for (const manifest of manifests) await this.manifest(path, manifest);
  }

  async #image(path: string, manifest: Manifest, descriptor: Descriptor): Promise<void> {
    const config = objectOf(manifest.config);
    const layers = manifest.layers === undefined ? undefined : listOf(manifest.layers);
    if (!this.#report.expect(config !== undefined && layers !== undefined, path, 'is neither an image nor an index'))
      return;
    if (config === undefined || layers === undefined) return;
    this.#report.expect(
      config.mediaType === mediaTypes.config,
      path,
      `has a configuration of type ${shown(config.mediaType)}`,
    );
    const stored: StoredLayer[] = [];
    for (const layer of layers) {
      this.#report.expect(layer.mediaType === mediaTypes.layer, path, `has a layer of type ${shown(layer.mediaType)}`);
      const found = await this.#blob(path, layer);
      if (found) stored.push({ ...found, digest: layer.digest, annotation: mapOf(layer.annotations)[roleKey] });
    }
    const configBlob = await this.#blob(path, config);
    if (configBlob === undefined || stored.length < layers.length) return;
    const content = await this.#report.json<StoredConfig>(configBlob.path, configBlob.bytes);
    if (content === undefined) return;
    const platform = objectOf(descriptor.platform);
    if (platform !== undefined) {
      const same = platform.architecture === content.architecture && platform.os === content.os;
      this.#report.expect(
        same,
        configBlob.path,
        `is for ${shown(content.os)}/${shown(content.architecture)}, but its index says ${shown(platform.os)}/${shown(platform.architecture)}`,
      );
    }
    const stated = { path: configBlob.path, digest: config.digest, config: content };
    this.#images.push(await checkImage(this.#report, stated, stored, this.#known));
  }

  /** The bytes that the descriptor names; undefined, with a reported problem, if there are none. */
  async #blob(from: string, { digest, size }: Descriptor): Promise<{ path: string; bytes: Uint8Array } | undefined> {
    if (
      !this.#report.expect(isDigest(digest), from, `refers to ${JSON.stringify(digest)}, which is not a sha256 digest`)
    )
      return;
    const path = blobPath(digest as Digest);
    const bytes = await this.#read(path);
    if (!this.#report.expect(bytes !== undefined, path, `is missing, but ${from} refers to it`) || bytes === undefined)
      return;
    this.#report.expect(bytes.length === size, path, `has ${bytes.length} bytes, but ${from} says ${shown(size)}`);
    if (!this.seen.has(path)) this.#report.digest(path, bytes, digest);
    this.seen.set(path, bytes.length);
    return { path, bytes };
  }
}
