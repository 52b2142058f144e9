/** Verifies a package in a docker-save archive, as `crossplane xpkg push` reads it. */
import type { Issue } from '../../errors.ts';
import { isDigest, type Digest } from '../digest.ts';
import { unpackTar } from '../tar.ts';
import { checkImage, type FoundImage, type StoredConfig, type StoredLayer } from './image.ts';
import { listOf, textsOf } from './json.ts';
import type { KnownLayers } from './layers.ts';
import { Report } from './report.ts';

interface Listing {
  readonly Config: string;
  readonly Layers: readonly string[];
}

/** Every problem of the archive; empty for a sound package. */
export async function verifyArchive(archive: Uint8Array): Promise<Issue[]> {
  return (await inspectArchive(archive)).issues;
}

/** Every problem of the archive, and the image in it as far as it can be read. */
export async function inspectArchive(
  archive: Uint8Array,
  known: KnownLayers = new Map(),
): Promise<{ readonly issues: Issue[]; readonly image: FoundImage | undefined }> {
  const report = new Report();
  const found = await imageIn(archive, report, known);
  return { issues: report.issues, image: found };
}

async function imageIn(archive: Uint8Array, report: Report, known: KnownLayers): Promise<FoundImage | undefined> {
  const entries = await report.attempt('', 'is not a tar archive', () => unpackTar(archive));
  if (entries === undefined) return undefined;
  const files = new Map(entries.flatMap((entry) => (entry.type === 'file' ? [[entry.path, entry.content]] : [])));
  const listing = await report.json<readonly Listing[]>('manifest.json', files.get('manifest.json'));
  const [image, ...others] = listOf(listing);
  if (listing)
    report.expect(
      image !== undefined && others.length === 0,
      'manifest.json',
      `lists ${listOf(listing).length} images, not one`,
    );
  if (image === undefined) return undefined;
  const paths = textsOf(image.Layers);
  const isComplete = typeof image.Config === 'string' && paths.length > 0 && paths.length === image.Layers.length;
  if (!report.expect(isComplete, 'manifest.json', 'does not name a configuration and layers')) return undefined;
  const bytes = files.get(image.Config);
  const config = await report.json<StoredConfig>(image.Config, bytes);
  if (bytes) report.digest(image.Config, bytes, image.Config);
  const layers = paths.flatMap((path): StoredLayer[] => {
    const content = files.get(path);
    if (!report.expect(content !== undefined, path, 'is missing, but manifest.json refers to it')) return [];
    const digest = `sha256:${path.replace(/\.tar\.gz$/, '')}` as Digest;
    report.digest(path, content!, digest);
    return [{ path, digest, bytes: content!, annotation: null }];
  });
  const listed = new Set(['manifest.json', image.Config, ...paths]);
  for (const path of files.keys()) report.expect(listed.has(path), path, 'belongs to nothing');
  if (config === undefined || layers.length < paths.length || !isDigest(image.Config)) return undefined;
  return checkImage(report, { path: image.Config, digest: image.Config, config }, layers, known);
}
