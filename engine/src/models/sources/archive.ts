/** Reads packages from the disk: docker-save archives and OCI image layouts. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { unpackTar } from '../../xpkg/tar.ts';
import type { SourceText } from './documents.ts';
import { anyImage, type ImageManifest, packageLayers, packageYaml } from './package-layer.ts';

/** The package.yaml of a docker-save archive (`.xpkg`). Throws a `UserError` if the file is no package. */
export async function readArchive(path: string): Promise<SourceText> {
  const bytes = await readFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const entries = await unpackTar(bytes).catch((cause: unknown) => {
    throw notAPackage(path, 'it is not a tar archive', cause);
  });
  const files = new Map(entries.flatMap((entry) => (entry.type === 'file' ? [[entry.path, entry.content]] : [])));
  const manifest = files.get('manifest.json');
  if (manifest === undefined) throw notAPackage(path, 'it holds no manifest.json');
  const [image] = JSON.parse(new TextDecoder().decode(manifest)) as { Layers?: readonly string[] }[];
  for (const layer of (image?.Layers ?? []).toReversed()) {
    const content = files.get(layer);
    const text = content && (await packageYaml(content));
    if (text !== undefined) return { source: basename(path), sha256, text };
  }
  throw notAPackage(path, 'none of its layers holds package.yaml');
}

/** The package.yaml of an OCI image layout. Throws a `UserError` if it contains no package. */
export async function readLayout(folder: string): Promise<SourceText> {
  const blob = (digest: string) => readFile(join(folder, 'blobs', digest.replace(':', '/')));
  let manifest = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as ImageManifest;
  let digest = '';
  for (let next = anyImage(manifest); next !== undefined; next = anyImage(manifest)) {
    digest ||= next.digest;
    manifest = JSON.parse((await blob(next.digest)).toString('utf8')) as ImageManifest;
  }
  for (const layer of packageLayers(manifest)) {
    const text = await packageYaml(await blob(layer.digest));
    if (text !== undefined) return { source: basename(folder), sha256: digest.replace('sha256:', ''), text };
  }
  throw notAPackage(folder, 'none of its layers holds package.yaml');
}

function notAPackage(path: string, reason: string, cause?: unknown): UserError {
  return new UserError(`${path} is not a Crossplane package: ${reason}`, { cause });
}
