/** The SBOM and the provenance of a package, as artifacts that name it as their subject. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type Artifact, fromMemory, rootOf } from '../../registry/index.ts';
import { blobOf, descriptorOf, jsonBlob, mediaTypes } from '../../xpkg/blob.ts';
import { titleKey } from '../../xpkg/file-artifact.ts';
import { textContent } from '../../xpkg/tar.ts';

const documents = [
  { folder: 'sbom', suffix: '.cdx.json', type: 'application/vnd.cyclonedx+json' },
  { folder: 'provenance', suffix: '.json', type: 'application/vnd.in-toto+json' },
] as const;

/** The artifacts for the documents that the release has of the package. */
export async function documentsOf(dist: string, name: string, artifact: Artifact): Promise<Artifact[]> {
  const found: Artifact[] = [];
  for (const { folder, suffix, type } of documents) {
    const path = join(dist, folder, `${name}${suffix}`);
    const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      throw new UserError(`cannot read ${path}: ${cause.message}`, { cause });
    });
    if (bytes !== undefined) found.push(documentArtifact(bytes, type, basename(path), artifact));
  }
  return found;
}

function documentArtifact(bytes: Uint8Array, type: string, name: string, about: Artifact): Artifact {
  const config = blobOf('application/vnd.oci.empty.v1+json', textContent('{}'));
  const file = blobOf(type, bytes);
  const { digest, mediaType, bytes: root } = rootOf(about);
  const manifest = jsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType: type,
    config: descriptorOf(config),
    layers: [descriptorOf(file, { annotations: { [titleKey]: name } })],
    subject: { mediaType, digest, size: root.length },
  });
  return fromMemory({ manifest, config, file });
}
