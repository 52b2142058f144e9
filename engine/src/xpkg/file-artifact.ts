/** An artifact of one file, as registries keep what is no image (OCI image specification, "Guidelines for Artifact Usage"). */
import { type Blob, blobOf, descriptorOf, jsonBlob, mediaTypes } from './blob.ts';
import { textContent } from './tar.ts';

/** The blobs of an artifact. */
export interface FileArtifact {
  readonly manifest: Blob;
  /** Empty, since there is nothing to configure. */
  readonly config: Blob;
  readonly file: Blob;
}

/** The annotation with the name of a file (OCI image specification, annotations.md). */
export const titleKey = 'org.opencontainers.image.title';

/** The media type of a kit, by which registries and people tell it from an image. */
export const kitType = 'application/vnd.planesmith.kit.v1';

/** The artifact with the tarball of a kit. Its bytes depend on the arguments only. */
export function kitArtifact(name: string, version: string, tarball: Uint8Array): FileArtifact {
  const config = blobOf('application/vnd.oci.empty.v1+json', textContent('{}'));
  const file = blobOf(mediaTypes.layer, tarball);
  const manifest = jsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType: kitType,
    config: descriptorOf(config),
    layers: [descriptorOf(file, { annotations: { [titleKey]: name } })],
    annotations: { 'org.opencontainers.image.version': version },
  });
  return { manifest, config, file };
}
