/** Checks the metadata of an image and its package against the bytes of its layers. */
import type { Digest } from '../digest.ts';
import { roleKey } from '../layer.ts';
import { mapOf, shown, textsOf } from './json.ts';
import { layerFacts, roleFiles, type KnownLayers, type LayerFacts } from './layers.ts';
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

/** What the bytes of an image say. */
export interface FoundImage {
  readonly config: Digest;
  /** `<os>/<architecture>`. */
  readonly platform: string;
  readonly layers: readonly Digest[];
  readonly labels: Readonly<Record<string, string>>;
  /** The content of package.yaml; undefined, with a reported problem, if there is none. */
  readonly stream: Uint8Array | undefined;
  /** The digests of its files by path, as the layers have them from the lowest to the highest. */
  readonly digests: ReadonlyMap<string, Digest>;
}

/** Adds every problem of the image to the report, and returns what its bytes say. */
export async function checkImage(
  report: Report,
  { path, digest, config }: { readonly path: string; readonly digest: Digest; readonly config: StoredConfig },
  layers: readonly StoredLayer[],
  known: KnownLayers,
): Promise<FoundImage> {
  report.expect(config.os === 'linux', path, `says os ${JSON.stringify(config.os)}, not "linux"`);
  report.expect(typeof config.architecture === 'string' && config.architecture !== '', path, 'says no architecture');
  const diffIds = textsOf(config.rootfs?.diff_ids);
  report.expect(config.rootfs?.type === 'layers', path, 'has a rootfs whose type is not "layers"');
  report.expect(diffIds.length === layers.length, path, `lists ${diffIds.length} diff_ids for ${layers.length} layers`);
  const labels = mapOf(config.config?.Labels);
  const roles = checkRoles(report, path, labels, layers);
  const digests = new Map<string, Digest>();
  let stream: Uint8Array | undefined;
  for (const [index, layer] of layers.entries()) {
    const facts = await checkLayer(report, layer, diffIds[index], known);
    if (facts.problem === undefined) checkRole(report, layer.path, roles.get(layer.digest), facts);
    for (const [file, fileDigest] of facts.digests) digests.set(file, fileDigest);
    if (roles.get(layer.digest) === 'base') stream ??= facts.files.get('package.yaml');
  }
  const platform = `${shown(config.os)}/${shown(config.architecture)}`;
  const found = layers.map((layer) => layer.digest);
  return { config: digest, platform, layers: found, labels, stream, digests };
}

/** The facts about the layer, with its problems in the report. */
async function checkLayer(
  report: Report,
  { path, bytes }: StoredLayer,
  diffId: string | undefined,
  known: KnownLayers,
): Promise<LayerFacts> {
  const facts = await layerFacts(bytes, known);
  if (facts.diffId !== undefined && diffId !== undefined)
    report.expect(facts.diffId === diffId, path, `unpacks to ${facts.diffId}, not to the diff_id ${diffId}`);
  report.expect(facts.problem === undefined, path, facts.problem ?? '');
  return facts;
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

function checkRole(report: Report, path: string, role: string | undefined, { files }: LayerFacts): void {
  const name = roleFiles[role ?? ''];
  if (name === undefined) return;
  const content = files.get(name);
  if (!report.expect(content !== undefined, path, `is labelled ${role} but holds no ${name}`)) return;
  if (role === 'base' && content !== undefined) checkStream(report, path, content);
}
