/** The manifests of a package: one YAML file for its meta object and for each of its objects. */
import { toYaml } from '../yaml/index.ts';
import { layerOf, type Layer } from './layer.ts';
import type { Meta } from './meta.ts';
import { objectFile, type PackageObject } from './objects.ts';
import { textContent } from './tar.ts';

/** One YAML document; `path` is relative to the package's folder. */
export interface Manifest {
  readonly path: string;
  readonly content: string;
}

/** The documents in the order of the package, with the file names that `crossplane xpkg build --package-root` expects. */
export function packageManifests(meta: Meta, objects: readonly PackageObject[]): Manifest[] {
  return [
    { path: 'crossplane.yaml', content: toYaml(meta) },
    ...objects.map((object) => ({ path: objectFile(object), content: toYaml(object) })),
  ];
}

/** The layer from which Crossplane reads the package, with one stream of all documents (crossplane-runtime v2.4.0: pkg/xpkg/build.go). */
export function packageLayer(manifests: readonly Manifest[]): Promise<Layer> {
  const stream = manifests.map(({ content }) => `---\n${content}`).join('');
  return layerOf([{ type: 'file', path: 'package.yaml', content: textContent(stream) }], { role: 'base' });
}
