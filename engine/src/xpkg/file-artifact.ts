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

/** What an artifact of one file is, and whether it is about something else. */
interface FileOptions {
  readonly artifactType: string;
  /** That of the file. */
  readonly mediaType: string;
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The package that it is about, which is in the same repository. */
  readonly subject?: Omit<Blob, 'bytes'>;
}

/** The artifact with the tarball of a kit. Its bytes depend on the arguments only. */
export function kitArtifact(name: string, version: string, tarball: Uint8Array): FileArtifact {
  const annotations = { 'org.opencontainers.image.version': version };
  return fileArtifact(tarball, { artifactType: kitType, mediaType: mediaTypes.layer, name, annotations });
}

/** The artifact with a document about a package, whose type is that of the document. */
export function documentArtifact(
  document: Uint8Array,
  { type, name, subject }: { readonly type: string; readonly name: string; readonly subject: Omit<Blob, 'bytes'> },
): FileArtifact {
  return fileArtifact(document, { artifactType: type, mediaType: type, name, subject });
}

function fileArtifact(
  bytes: Uint8Array,
  { artifactType, mediaType, name, annotations, subject }: FileOptions,
): FileArtifact {
  const config = blobOf('application/vnd.oci.empty.v1+json', textContent('{}'));
  const file = blobOf(mediaType, bytes);
  const manifest = jsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType,
    config: descriptorOf(config),
    layers: [descriptorOf(file, { annotations: { [titleKey]: name } })],
    ...(subject !== undefined && { subject: descriptorOf(subject) }),
    ...(annotations !== undefined && { annotations }),
  });
  return { manifest, config, file };
}
