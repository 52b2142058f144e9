/** Verifies a package in a docker-save archive, as `crossplane xpkg push` reads it. */
import type { Issue } from '../../errors.ts';
import type { Digest } from '../digest.ts';
import { unpackTar } from '../tar.ts';
import { checkImage, type StoredConfig, type StoredLayer } from './image.ts';
import { Report } from './report.ts';

interface Listing {
  readonly Config: string;
  readonly Layers: readonly string[];
}

/** Every problem of the archive; empty for a sound package. */
export async function verifyArchive(archive: Uint8Array): Promise<Issue[]> {
  const report = new Report();
  const entries = await report.attempt('', 'is not a tar archive', () => unpackTar(archive));
  if (entries === undefined) return report.issues;
  const files = new Map(entries.flatMap((entry) => (entry.type === 'file' ? [[entry.path, entry.content]] : [])));
  const listing = await report.json<readonly Listing[]>('manifest.json', files.get('manifest.json'));
  const [image, ...others] = listing ?? [];
  if (listing)
    report.expect(
      image !== undefined && others.length === 0,
      'manifest.json',
      `lists ${listing.length} images, not one`,
    );
  if (image === undefined) return report.issues;

  const bytes = files.get(image.Config);
  const config = await report.json<StoredConfig>(image.Config, bytes);
  if (bytes) report.digest(image.Config, bytes, image.Config);
  const layers = image.Layers.flatMap((path): StoredLayer[] => {
    const content = files.get(path);
    if (!report.expect(content !== undefined, path, 'is missing, but manifest.json refers to it')) return [];
    const digest = `sha256:${path.replace(/\.tar\.gz$/, '')}` as Digest;
    report.digest(path, content!, digest);
    return [{ path, digest, bytes: content!, annotation: null }];
  });
  if (config && layers.length === image.Layers.length) await checkImage(report, image.Config, config, layers);
  const known = new Set(['manifest.json', image.Config, ...image.Layers]);
  for (const path of files.keys()) report.expect(known.has(path), path, 'belongs to nothing');
  return report.issues;
}
