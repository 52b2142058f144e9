/** Reads packages from the disk: docker-save archives and OCI image layouts. */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { unpackTar } from '../../xpkg/tar.ts';
import type { SourceText } from './documents.ts';
import { packageIn } from './package-image.ts';
import { notAPackage, packageYaml } from './package-layer.ts';
import { readSourceFile } from './read-file.ts';

/** The package.yaml of a docker-save archive (`.xpkg`). Throws a `UserError` if the file is no package. */
export async function readArchive(path: string, source = basename(path)): Promise<SourceText> {
  const bytes = await readSourceFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const entries = await unpackTar(bytes).catch((cause: unknown) => {
    throw notAPackage(path, 'it is not a tar archive', cause);
  });
  const files = new Map(entries.flatMap((entry) => (entry.type === 'file' ? [[entry.path, entry.content]] : [])));
  const manifest = files.get('manifest.json');
  if (manifest === undefined) throw notAPackage(path, 'it holds no manifest.json');
  for (const layer of layersIn(manifest, path).toReversed()) {
    const content = files.get(layer);
    const text = content && (await packageYaml(content, path));
    if (text !== undefined) return { source, sha256, text };
  }
  throw notAPackage(path, 'none of its layers holds package.yaml');
}

/** The paths of the layers, each once: a package that names one a thousand times is not unpacked as often. */
function layersIn(manifest: Uint8Array, path: string): readonly string[] {
  let images: unknown;
  try {
    images = JSON.parse(new TextDecoder().decode(manifest));
  } catch (cause) {
    throw notAPackage(path, 'its manifest.json is no JSON', cause);
  }
  const layers: unknown = Array.isArray(images) ? (images[0] as { Layers?: unknown } | null)?.Layers : undefined;
  if (!Array.isArray(layers) || !layers.every((layer) => typeof layer === 'string')) {
    throw notAPackage(path, 'its manifest.json names no layers');
  }
  return [...new Set(layers)];
}

/** The package.yaml of an OCI image layout. Throws a `UserError` if it contains no package, or parts that their digests do not name. */
export async function readLayout(folder: string, source = basename(folder)): Promise<SourceText> {
  const blob = (digest: string) => readSourceFile(join(folder, 'blobs', digest.replace(':', '/')));
  const index = await readSourceFile(join(folder, 'index.json'));
  const { text, image } = await packageIn(index, (_, digest) => blob(digest), folder);
  const version = image?.annotations?.['org.opencontainers.image.ref.name'];
  return {
    source,
    ...(version !== undefined && { version }),
    sha256: image?.digest.replace('sha256:', '') ?? createHash('sha256').update(index).digest('hex'),
    text,
  };
}
