/** The software bill of materials of a package: what its bytes really hold, in CycloneDX. */
import manifest from '../../../package.json' with { type: 'json' };
import type { File } from '../../files.ts';
import type { BuiltPackage } from '../../xpkg/built-package.ts';
import type { BundledPackage } from '../../xpkg/bundle.ts';
import { digestOf, hexOf, type Digest } from '../../xpkg/digest.ts';
import { bundlePath, nodePath, type RootOrigin } from '../../xpkg/function-root.ts';
import type { Dependency } from '../../xpkg/meta.ts';
import { textContent } from '../../xpkg/tar.ts';
import { fieldOf, itemsOf } from '../../xpkg/verify/json.ts';
import { readYaml } from '../../yaml/index.ts';
import {
  type Component,
  debianComponent,
  fileComponent,
  hashOf,
  npmComponent,
  npmPurl,
  ociPurl,
  platformProperty,
  systemComponent,
} from './cyclonedx.ts';
import { debianPackages } from './debian.ts';
import { operatingSystem } from './system.ts';

/** What a Function consists of besides its package.yaml. */
export interface FunctionContents {
  /** The program, and the npm packages that esbuild put into it. */
  readonly bundle: { readonly digest: Digest; readonly packages: readonly BundledPackage[] };
  /** For each platform, such as `linux/amd64`. */
  readonly roots: readonly (RootOrigin & { readonly platform: string })[];
}

/** A component with the references of those in it. */
interface Part {
  readonly component: Component;
  readonly dependsOn?: readonly string[];
}

/** The path of the SBOM of a package in dist/. */
export function sbomPath(name: string): string {
  return `sbom/${name}.cdx.json`;
}

/** The SBOM of the package, without time; its serial number is derived from its content. `contents` is that of a Function. */
export function sbomFile(built: BuiltPackage, repository: string, contents?: FunctionContents): File {
  const root: Component = {
    type: 'container',
    'bom-ref': ociPurl(repository, built.digest),
    name: built.name,
    version: built.version,
    hashes: [{ alg: 'SHA-256', content: hexOf(built.digest) }],
    purl: ociPurl(repository, built.digest),
  };
  const parts = [...manifestParts(built), ...(contents === undefined ? [] : functionParts(contents))];
  const inside = new Set(parts.flatMap(({ dependsOn = [] }) => dependsOn));
  const top = parts.map(({ component }) => component['bom-ref']).filter((ref) => !inside.has(ref));
  const bom = {
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      tools: { components: [{ type: 'application', name: manifest.name, version: manifest.version }] },
      component: root,
    },
    components: parts.map(({ component }) => component),
    dependencies: [
      { ref: root['bom-ref'], dependsOn: top },
      ...parts.map(({ component, dependsOn = [] }) => ({ ref: component['bom-ref'], dependsOn })),
    ],
  };
  return { path: sbomPath(built.name), content: withSerialNumber(bom) };
}

/** The document as text, with a serial number that says only which content it has. */
export function withSerialNumber(bom: object): string {
  const hex = hexOf(digestOf(textContent(JSON.stringify(bom))));
  // A UUID of version 8, whose bits are chosen freely (RFC 9562, section 5.8).
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)];
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuid.join('-')}`,
  };
  return `${JSON.stringify({ ...head, ...bom }, null, 2)}\n`;
}

/** The objects of the package, and the packages that Crossplane installs with it. */
function manifestParts({ name, files }: BuiltPackage): Part[] {
  const own = files.filter(({ path }) => path.startsWith(`manifests/${name}/`));
  const meta = own.find(({ path }) => path.endsWith('/crossplane.yaml'));
  const [document] = readYaml(String(meta?.content)).documents;
  const value = document !== undefined && 'value' in document ? document.value : undefined;
  const dependencies = itemsOf(fieldOf(value, 'spec', 'dependsOn')) as readonly Dependency[];
  return [
    ...own.map(({ path, content }) => {
      const bytes = typeof content === 'string' ? textContent(content) : content;
      return { component: fileComponent(path, digestOf(bytes)) };
    }),
    ...dependencies.map(({ package: repository, version }): Part => {
      const purl = ociPurl(repository, version);
      const title = repository.slice(repository.lastIndexOf('/') + 1);
      return { component: { type: 'container', 'bom-ref': purl, name: title, version, purl } };
    }),
  ];
}

function functionParts({ bundle, roots }: FunctionContents): Part[] {
  const packages = bundle.packages.map((found) => npmComponent(found));
  const program = fileComponent(`/${bundlePath}`, bundle.digest);
  return [
    { component: program, dependsOn: packages.map((found) => found['bom-ref']) },
    ...packages.map((component) => ({ component })),
    ...roots.flatMap(({ platform, node }) => nodeParts(platform, node)),
    ...baseParts(roots),
  ];
}

/** The npm package of Node, and its program: the one file of it in the image besides the licence. */
function nodeParts(platform: string, { name, version, integrity, program }: RootOrigin['node']): Part[] {
  const purl = npmPurl(name, version);
  const file = fileComponent(`/${nodePath}`, program, platform);
  const component: Component = {
    type: 'platform',
    'bom-ref': purl,
    name,
    version,
    ...hashOf(integrity),
    licenses: [{ license: { name: 'as in /nodejs/LICENSE of the image' } }],
    // By this name scanners know vulnerabilities of Node.
    cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
    purl,
    properties: [{ name: platformProperty, value: platform }],
  };
  return [{ component, dependsOn: [file['bom-ref']] }, { component: file }];
}

/** The packages of every base, each below its operating system; the files of those that do not say which packages they have. */
function baseParts(roots: FunctionContents['roots']): Part[] {
  const systems = new Map<string, Part>();
  const parts = roots.flatMap(({ platform, base }) => {
    const packages = debianPackages(base);
    if (packages.length === 0) return fileParts(platform, base);
    const system = operatingSystem(base);
    const components = packages.map((found) => debianComponent(found, platform, system));
    if (system !== undefined) {
      const component = systemComponent(system);
      const { dependsOn = [] } = systems.get(component['bom-ref']) ?? {};
      const inside = components.map((each) => each['bom-ref']);
      systems.set(component['bom-ref'], { component, dependsOn: [...dependsOn, ...inside] });
    }
    return components.map((component): Part => ({ component }));
  });
  // A scanner takes the first operating system for all packages, so that of several platforms is there once.
  return [...systems.values(), ...parts];
}

function fileParts(platform: string, base: RootOrigin['base']): Part[] {
  const files = new Map(base.flatMap((entry) => (entry.type === 'file' ? [[entry.path, entry.content]] : [])));
  return [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => ({ component: fileComponent(`/${path}`, digestOf(content), platform) }));
}
