/** The manifests of a package: its meta object and its objects, each a YAML document in a file of its own. */
import { toYaml } from './document.ts';
import { layerOf, type Layer } from './layer.ts';
import type { Meta } from './meta.ts';
import { objectFile, type PackageObject } from './objects.ts';
import { textContent } from './tar.ts';

/** One document; `path` is relative to the package's folder. */
export interface Manifest {
  readonly path: string;
  readonly content: string;
}

/** The documents in the order of the package, named as `crossplane xpkg build --package-root` wants them. */
export function packageManifests(meta: Meta, objects: readonly PackageObject[]): Manifest[] {
  return [
    { path: 'crossplane.yaml', content: toYaml(meta) },
    ...objects.map((object) => ({ path: objectFile(object), content: toYaml(object) })),
  ];
}

/** The layer from which Crossplane reads the package: one stream of the documents (crossplane-runtime v2.4.0: pkg/xpkg/build.go). */
export function packageLayer(manifests: readonly Manifest[]): Promise<Layer> {
  const stream = manifests.map(({ content }) => `---\n${content}`).join('');
  return layerOf([{ type: 'file', path: 'package.yaml', content: textContent(stream) }], { role: 'base' });
}
