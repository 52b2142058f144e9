/** Configuration packages: the APIs and Compositions of a platform, and their dependencies. */
import { buildImage, type ImagePlatform } from './image.ts';
import { layerOf, type Layer } from './layer.ts';
import { packageMeta, type Dependency, type Identity } from './meta.ts';
import { packageObjects, type PackageObject } from './objects.ts';
import { assemble, imageAnnotations, type BuiltPackage } from './built-package.ts';
import { packageLayer, packageManifests } from './manifests.ts';
import { textContent } from './tar.ts';

/** The contents of a Configuration. */
export interface ConfigurationParts extends Identity {
  readonly objects: readonly PackageObject[];
  readonly dependsOn?: readonly Dependency[];
  /** Claims as YAML documents, which catalogues show. */
  readonly examples?: readonly string[];
}

/** Objects need no platform, but an image must name one; Crossplane asks an index for this one. */
const platform: ImagePlatform = { os: 'linux', architecture: 'amd64' };

/**
 * The Configuration package. The same parts give the same bytes, in any order of the objects.
 * Throws a `UserError` for parts that Crossplane would refuse.
 */
export async function buildConfigurationPackage(parts: ConfigurationParts): Promise<BuiltPackage> {
  const meta = packageMeta('Configuration', parts, parts.dependsOn);
  const objects = packageObjects(parts.name, 'Configuration', parts.objects);
  const manifests = packageManifests(meta, objects);
  const layers = [await packageLayer(manifests), ...(await exampleLayers(parts.examples ?? []))];
  const image = buildImage({ platform, layers, annotations: imageAnnotations(parts) });
  return assemble({ kind: 'Configuration', identity: parts, manifests, images: [image], releasable: true });
}

/** The layer from which catalogues read examples; none without examples. */
async function exampleLayers(examples: readonly string[]): Promise<Layer[]> {
  if (examples.length === 0) return [];
  const content = textContent(examples.map((text) => `---\n${text.replace(/^---\n|\n+$/g, '')}\n`).join(''));
  return [await layerOf([{ type: 'file', path: '.up/examples.yaml', content }], { role: 'upbound' })];
}
