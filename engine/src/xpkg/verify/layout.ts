/** Verifies a package in an OCI image layout; derives every digest, size and label again if it can. */
import type { Issue } from '../../errors.ts';
import type { File } from '../../files.ts';
import { mediaTypes, type Descriptor } from '../blob.ts';
import { isDigest, type Digest } from '../digest.ts';
import { roleKey } from '../layer.ts';
import { blobPath } from '../layout.ts';
import { textContent } from '../tar.ts';
import { readTree } from '../tree.ts';
import { checkImage, type StoredConfig, type StoredLayer } from './image.ts';
import { Report } from './report.ts';

interface Manifest {
  readonly mediaType?: string;
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

/** Every problem of the layout, which is a folder or a list of files; empty for a sound package. */
export async function verifyLayout(layout: string | readonly File[]): Promise<Issue[]> {
  const report = new Report();
  const files = typeof layout === 'string' ? await filesOf(layout) : bytesOf(layout);
  const version = await report.json<{ imageLayoutVersion?: string }>('oci-layout', files.get('oci-layout'));
  if (version) report.expect(version.imageLayoutVersion === '1.0.0', 'oci-layout', 'names another version than 1.0.0');
  const index = await report.json<Manifest>('index.json', files.get('index.json'));
  const visit = new Visit(report, files);
  const roots = listOf(index?.manifests);
  if (index) report.expect(roots.length === 1, 'index.json', `lists ${roots.length} packages, not one`);
  for (const root of roots) await visit.manifest('index.json', root);
  for (const path of [...files.keys()].toSorted()) {
    if (path.startsWith('blobs/')) report.expect(visit.seen.has(path), path, 'belongs to nothing');
  }
  return report.issues;
}

class Visit {
  readonly seen = new Set<string>();
  readonly #report: Report;
  readonly #files: ReadonlyMap<string, Uint8Array>;

  constructor(report: Report, files: ReadonlyMap<string, Uint8Array>) {
    this.#report = report;
    this.#files = files;
  }

  /** Checks an image, or an index and the images in it. */
  async manifest(from: string, descriptor: Descriptor): Promise<void> {
    const found = this.#blob(from, descriptor);
    if (found === undefined) return;
    const { path, bytes } = found;
    const manifest = await this.#report.json<Manifest>(path, bytes);
    if (manifest === undefined) return;
    this.#report.expect(
      manifest.mediaType === descriptor.mediaType,
      path,
      `says mediaType ${manifest.mediaType}, but ${from} says ${descriptor.mediaType}`,
    );
    if (manifest.manifests !== undefined) await this.#index(path, listOf(manifest.manifests));
    else await this.#image(path, manifest, descriptor);
  }

  async #index(path: string, manifests: readonly Descriptor[]): Promise<void> {
    const names = manifests.map(({ platform }) => `${platform?.os}/${platform?.architecture}`);
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

  async #image(path: string, manifest: Manifest, { platform }: Descriptor): Promise<void> {
    const { config } = manifest;
    const layers = manifest.layers && listOf(manifest.layers);
    if (!this.#report.expect(config !== undefined && layers !== undefined, path, 'is neither an image nor an index'))
      return;
    if (config === undefined || layers === undefined) return;
    this.#report.expect(
      config.mediaType === mediaTypes.config,
      path,
      `has a configuration of type ${config.mediaType}`,
    );
    const stored: StoredLayer[] = [];
    for (const layer of layers) {
      this.#report.expect(layer.mediaType === mediaTypes.layer, path, `has a layer of type ${layer.mediaType}`);
      const found = this.#blob(path, layer);
      if (found) stored.push({ ...found, digest: layer.digest, annotation: layer.annotations?.[roleKey] });
    }
    const configBlob = this.#blob(path, config);
    if (configBlob === undefined || stored.length < layers.length) return;
    const content = await this.#report.json<StoredConfig>(configBlob.path, configBlob.bytes);
    if (content === undefined) return;
    if (platform !== undefined) {
      const same = platform.architecture === content.architecture && platform.os === content.os;
      this.#report.expect(
        same,
        configBlob.path,
        `is for ${content.os}/${content.architecture}, but its index says ${platform.os}/${platform.architecture}`,
      );
    }
    await checkImage(this.#report, configBlob.path, content, stored);
  }

  /** The bytes that the descriptor names; undefined, with a reported problem, if there are none. */
  #blob(from: string, { digest, size }: Descriptor): { path: string; bytes: Uint8Array } | undefined {
    if (
      !this.#report.expect(isDigest(digest), from, `refers to ${JSON.stringify(digest)}, which is not a sha256 digest`)
    )
      return;
    const path = blobPath(digest as Digest);
    const bytes = this.#files.get(path);
    if (!this.#report.expect(bytes !== undefined, path, `is missing, but ${from} refers to it`) || bytes === undefined)
      return;
    this.#report.expect(bytes.length === size, path, `has ${bytes.length} bytes, but ${from} says ${size}`);
    if (!this.seen.has(path)) this.#report.digest(path, bytes, digest);
    this.seen.add(path);
    return { path, bytes };
  }
}

/** The objects in a list that another program wrote; empty for any other value. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : [];
}

async function filesOf(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = await readTree(folder);
  return new Map(entries.flatMap((entry) => (entry.type === 'file' ? [[entry.path, entry.content]] : [])));
}

function bytesOf(files: readonly File[]): Map<string, Uint8Array> {
  return new Map(
    files.map(({ path, content }) => [path, typeof content === 'string' ? textContent(content) : content]),
  );
}
