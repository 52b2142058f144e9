/** Configuration packages: the APIs and Compositions of a platform, and what they depend on. */
import { buildImage, type ImagePlatform } from './image.ts';
import { layerOf, type Layer } from './layer.ts';
import { packageMeta, type Dependency, type Identity } from './meta.ts';
import { packageObjects, type PackageObject } from './objects.ts';
import { assemble, imageAnnotations, type BuiltPackage } from './built-package.ts';
import { packageLayer, packageManifests } from './manifests.ts';
import { textContent } from './tar.ts';

/** What a Configuration is made of. */
export interface ConfigurationParts extends Identity {
  readonly objects: readonly PackageObject[];
  readonly dependsOn?: readonly Dependency[];
  /** Claims that catalogues show, as YAML documents. */
  readonly examples?: readonly string[];
}

/** Objects run nowhere, but an image has to name a platform, and this is the one that Crossplane asks an index for. */
const platform: ImagePlatform = { os: 'linux', architecture: 'amd64' };

/**
 * The Configuration package. The same parts give the same bytes, in whatever order the objects come.
 * Throws a `UserError` for what Crossplane would refuse.
 */
export async function buildConfigurationPackage(parts: ConfigurationParts): Promise<BuiltPackage> {
  const meta = packageMeta('Configuration', parts, parts.dependsOn);
  const objects = packageObjects(parts.name, 'Configuration', parts.objects);
  const manifests = packageManifests(meta, objects);
  const layers = [await packageLayer(manifests), ...(await exampleLayers(parts.examples ?? []))];
  const image = buildImage({ platform, layers, annotations: imageAnnotations(parts) });
  return assemble({ kind: 'Configuration', identity: parts, manifests, images: [image], releasable: true });
}

/** The layer that catalogues read examples from, where there are any. */
async function exampleLayers(examples: readonly string[]): Promise<Layer[]> {
  if (examples.length === 0) return [];
  const content = textContent(examples.map((text) => `---\n${text.replace(/^---\n|\n+$/g, '')}\n`).join(''));
  return [await layerOf([{ type: 'file', path: '.up/examples.yaml', content }], { role: 'upbound' })];
}
