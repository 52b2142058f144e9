/** Images as values: configuration, layers and manifest, and the index of images for several platforms. */
import { descriptorOf, jsonBlob, mediaTypes, sortedByKey, type Blob } from './blob.ts';
import { roleKey, type Layer } from './layer.ts';

/** A processor architecture as OCI names it. */
export type Architecture = 'amd64' | 'arm64';

/** The platform that an image runs on. */
export interface ImagePlatform {
  readonly os: 'linux';
  readonly architecture: Architecture;
}

/** The start of a container of the image (OCI image specification, config.md); a package of objects has none. */
export interface Execution {
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
}

/** An image for one platform. */
export interface Image {
  readonly platform: ImagePlatform;
  readonly config: Blob;
  readonly layers: readonly Layer[];
  readonly manifest: Blob;
}

/** The image of these layers. Its bytes depend on the arguments only: it records neither time nor author of the build. */
export function buildImage({
  platform,
  layers,
  execution,
  labels = {},
  annotations = {},
}: {
  readonly platform: ImagePlatform;
  readonly layers: readonly Layer[];
  readonly execution?: Execution;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}): Image {
  const config = jsonBlob(mediaTypes.config, {
    architecture: platform.architecture,
    os: platform.os,
    config: {
      ...(execution === undefined ? {} : executionConfig(execution)),
      Labels: sortedByKey({ ...labels, ...roleLabels(layers) }),
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  });
  const manifest = jsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptorOf(config),
    layers: layers.map((layer) => descriptorOf(layer, layer.role && { annotations: { [roleKey]: layer.role } })),
    ...annotationsOf(annotations),
  });
  return { platform, config, layers, manifest };
}

/**
 * The index of the images of one version, by platform.
 * Crossplane reads the package from the image for linux/amd64 (the default platform of go-containerregistry).
 */
export function buildIndex(images: readonly Image[], annotations: Readonly<Record<string, string>> = {}): Blob {
  return jsonBlob(mediaTypes.index, {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: images.map(({ manifest, platform: { architecture, os } }) =>
      descriptorOf(manifest, { platform: { architecture, os } }),
    ),
    ...annotationsOf(annotations),
  });
}

/** The labels from which `crossplane xpkg push` restores the annotations that a docker-save archive cannot carry. */
function roleLabels(layers: readonly Layer[]): Record<string, string> {
  return Object.fromEntries(
    layers.flatMap(({ digest, role }) => (role === undefined ? [] : [[`${roleKey}:${digest}`, role]])),
  );
}

function executionConfig({ user, entrypoint, environment, ports }: Execution): object {
  return {
    User: user,
    ExposedPorts: Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])),
    Env: Object.entries(sortedByKey(environment)).map(([name, value]) => `${name}=${value}`),
    Entrypoint: entrypoint,
    WorkingDir: '/',
  };
}

function annotationsOf(annotations: Readonly<Record<string, string>>): object {
  return Object.keys(annotations).length === 0 ? {} : { annotations: sortedByKey(annotations) };
}
