/** Checks the metadata of an image and its package against the bytes of its layers. */
import { digestOf, type Digest } from '../digest.ts';
import { gunzip, isGzip } from '../gzip.ts';
import { roleKey } from '../layer.ts';
import { unpackTar, type TarEntry } from '../tar.ts';
import { checkStream } from './stream.ts';
import type { Report } from './report.ts';

/** A layer as its image refers to it; `annotation` is null in an archive, which cannot have annotations. */
export interface StoredLayer {
  readonly path: string;
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly annotation: string | undefined | null;
}

/** The configuration of an image (OCI image specification, config.md). */
export interface StoredConfig {
  readonly architecture?: string;
  readonly os?: string;
  readonly config?: { readonly Labels?: Readonly<Record<string, string>> };
  readonly rootfs?: { readonly type?: string; readonly diff_ids?: readonly string[] };
}

/** Adds every problem of the image to the report. */
export async function checkImage(
  report: Report,
  path: string,
  config: StoredConfig,
  layers: readonly StoredLayer[],
): Promise<void> {
  report.expect(config.os === 'linux', path, `says os ${JSON.stringify(config.os)}, not "linux"`);
  report.expect(typeof config.architecture === 'string' && config.architecture !== '', path, 'says no architecture');
  const diffIds = config.rootfs?.diff_ids ?? [];
  report.expect(config.rootfs?.type === 'layers', path, 'has a rootfs whose type is not "layers"');
  report.expect(diffIds.length === layers.length, path, `lists ${diffIds.length} diff_ids for ${layers.length} layers`);
  const roles = checkRoles(report, path, config.config?.Labels ?? {}, layers);
  for (const [index, layer] of layers.entries()) {
    const entries = await checkLayer(report, layer, diffIds[index]);
    if (entries !== undefined) checkRole(report, layer.path, roles.get(layer.digest), entries);
  }
}

/** The entries of the layer; undefined, with a reported problem, if it cannot be read. */
async function checkLayer(
  report: Report,
  layer: StoredLayer,
  diffId: string | undefined,
): Promise<TarEntry[] | undefined> {
  if (!report.expect(isGzip(layer.bytes), layer.path, 'is not compressed with gzip')) return undefined;
  const archive = await report.attempt(layer.path, 'cannot be decompressed', () => gunzip(layer.bytes));
  if (archive === undefined) return undefined;
  const actual = digestOf(archive);
  if (diffId !== undefined)
    report.expect(actual === diffId, layer.path, `unpacks to ${actual}, not to the diff_id ${diffId}`);
  return report.attempt(layer.path, 'is not a tar archive', () => unpackTar(archive));
}

/** The role of each layer by its digest; labels and annotations must agree. */
function checkRoles(
  report: Report,
  path: string,
  labels: Readonly<Record<string, string>>,
  layers: readonly StoredLayer[],
): Map<string, string> {
  const labelled = Object.entries(labels).filter(([key]) => key.startsWith(`${roleKey}:`));
  const roles = new Map(labelled.map(([key, role]) => [key.slice(roleKey.length + 1), role]));
  const digests = new Set<string>(layers.map(({ digest }) => digest));
  for (const [digest, role] of roles) {
    report.expect(digests.has(digest), path, `labels ${digest} as ${role}, which is not a layer of the image`);
    report.expect(role === 'base' || role === 'upbound', path, `labels ${digest} as ${JSON.stringify(role)}`);
  }
  for (const { annotation, digest, path: layerPath } of layers) {
    if (annotation === null) continue;
    report.expect(
      annotation === roles.get(digest),
      layerPath,
      `is annotated with ${textOf(annotation)} in the manifest and labelled with ${textOf(roles.get(digest))} in the configuration`,
    );
  }
  const count = (role: string) => layers.filter(({ digest }) => roles.get(digest) === role).length;
  report.expect(
    count('base') === 1,
    path,
    `labels ${count('base')} layers as base: Crossplane reads the package from exactly one`,
  );
  report.expect(count('upbound') <= 1, path, `labels ${count('upbound')} layers as upbound`);
  return roles;
}

function textOf(text: string | undefined): string {
  return text === undefined ? 'nothing' : JSON.stringify(text);
}

function checkRole(report: Report, path: string, role: string | undefined, entries: readonly TarEntry[]): void {
  if (role === undefined) return;
  const name = role === 'base' ? 'package.yaml' : '.up/examples.yaml';
  const file = entries.find((entry) => entry.path === name);
  if (!report.expect(file?.type === 'file', path, `is labelled ${role} but holds no ${name}`)) return;
  if (role === 'base' && file?.type === 'file') checkStream(report, path, file.content);
}
