/** The provenance of a package: a statement of in-toto with the SLSA predicate v1, without times and unsigned. */
import manifest from '../../package.json' with { type: 'json' };
import type { File } from '../files.ts';
import type { Platform } from '../platform/platform.ts';
import type { BuiltPackage } from '../xpkg/built-package.ts';
import { digestOf, hexOf, isDigest } from '../xpkg/digest.ts';
import { baseLabel } from '../xpkg/function.ts';
import { textContent } from '../xpkg/tar.ts';
import { integrityHex } from './integrity.ts';
import { npmPurl } from './sbom/cyclonedx.ts';
import type { FunctionContents } from './sbom/sbom.ts';

/** A thing with its digests (https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md). */
export interface ResourceDescriptor {
  readonly name?: string;
  readonly uri?: string;
  readonly digest?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How the packages of one build came to be. */
export interface BuildFacts {
  /** The platform's configuration, relative to its folder; undefined if the caller has none. */
  readonly config: string | undefined;
  readonly release: boolean;
  /** What the build read: the sources, and what the locks name. */
  readonly materials: readonly ResourceDescriptor[];
}

/** What this build does, and what the parameters mean: docs/verify.md. */
const buildType = 'https://planesmith.dev/build/v1';
const builder = 'https://planesmith.dev/builder/v1';

/** The path of the provenance of a package in dist/. */
export function provenancePath(name: string): string {
  return `provenance/${name}.json`;
}

/** The statement about the package and its archives. `contents` is that of a Function. */
export function provenanceFile(
  built: BuiltPackage,
  { registry }: Pick<Platform, 'registry'>,
  { config, release, materials }: BuildFacts,
  contents?: FunctionContents,
): File {
  const archives = built.files.filter(({ path }) => path.startsWith('packages/'));
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: `${registry}/${built.name}`, digest: { sha256: hexOf(built.digest) } },
      ...archives.map(({ path, content }) => ({ name: path, digest: { sha256: sha256Of(content) } })),
    ],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: {
          ...(config !== undefined && { config }),
          package: built.name,
          version: built.version,
          platforms: built.images.map(({ platform: { os, architecture } }) => `${os}/${architecture}`),
          release,
        },
        resolvedDependencies: [...materials, ...(contents === undefined ? [] : functionMaterials(built, contents))],
      },
      runDetails: { builder: { id: builder, version: { [manifest.name]: manifest.version } } },
    },
  };
  return { path: provenancePath(built.name), content: `${JSON.stringify(statement, null, 2)}\n` };
}

/** The npm packages in the program, Node, and the base. */
function functionMaterials({ images }: BuiltPackage, { bundle, roots }: FunctionContents): ResourceDescriptor[] {
  const nodes = roots.map(({ node }) => node);
  const packages = [...bundle.packages, ...nodes].flatMap(({ name, version, integrity = '' }) => {
    const sha512 = integrityHex(integrity);
    return sha512 === undefined ? [] : [{ uri: npmPurl(name, version), digest: { sha512 } }];
  });
  const bases = images.map(({ config }) => baseOf(config.bytes)).filter((base) => isDigest(base));
  return [...packages, ...[...new Set(bases)].map((base) => ({ name: 'base', digest: { sha256: hexOf(base) } }))];
}

/** Where the base libraries of an image come from: `host`, or a digest. */
function baseOf(config: Uint8Array): unknown {
  const image = JSON.parse(Buffer.from(config).toString('utf8')) as {
    readonly config?: { readonly Labels?: Readonly<Record<string, string>> };
  };
  return image.config?.Labels?.[baseLabel];
}

function sha256Of(content: File['content']): string {
  return hexOf(digestOf(typeof content === 'string' ? textContent(content) : content));
}
