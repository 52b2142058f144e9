/** The parts of CycloneDX 1.6 that an SBOM of a package needs (https://cyclonedx.org/docs/1.6/json/). */
import type { BundledPackage } from '../../xpkg/bundle.ts';
import { hexOf, type Digest } from '../../xpkg/digest.ts';
import { integrityHex } from '../integrity.ts';
import type { DebianPackage } from './debian.ts';
import type { OperatingSystem } from './system.ts';

/** A component. */
export interface Component {
  readonly type: 'application' | 'container' | 'file' | 'library' | 'operating-system' | 'platform';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string }[];
  readonly licenses?: readonly object[];
  readonly cpe?: string;
  readonly purl?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** The property with the platform, such as `linux/amd64`, of what is only in the image for that one. */
export const platformProperty = 'planesmith:platform';

/** The component of a bundled npm package. */
export function npmComponent({ name, version, license, integrity }: BundledPackage): Component {
  const purl = npmPurl(name, version);
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...hashOf(integrity),
    ...(license !== undefined && { licenses: [licenceOf(license)] }),
    purl,
  };
}

/** The package URL of an npm package. */
export function npmPurl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${encoded(version)}`;
}

/** The package URL of a package in a registry, by digest or, in a local build, by tag. */
export function ociPurl(repository: string, version: string): string {
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const place = `repository_url=${encoded(repository)}`;
  return version.startsWith('sha256:')
    ? `pkg:oci/${name}@${encoded(version)}?${place}`
    : `pkg:oci/${name}?${place}&tag=${encoded(version)}`;
}

/** The component of an operating system, by which scanners choose what they know of its packages. */
export function systemComponent(system: OperatingSystem): Component {
  const { id, version } = system;
  return {
    type: 'operating-system',
    'bom-ref': `os:${systemText(system)}`,
    name: id,
    ...(version !== undefined && { version }),
  };
}

/**
 * The component of a Debian package in the image for this platform. Grype reads its source package from the qualifier `upstream`
 * (syft v1.57.1, syft/pkg/url.go:19), and Trivy from two properties (v0.74.0, pkg/sbom/core/bom.go:42).
 */
export function debianComponent(
  found: DebianPackage,
  platform: string,
  system: OperatingSystem | undefined,
): Component {
  const { name, version, architecture, source } = found;
  const qualifiers = [
    `arch=${architecture}`,
    ...(system === undefined ? [] : [`distro=${systemText(system)}`]),
    ...(source === undefined ? [] : [`upstream=${encoded(`${source.name}@${source.version}`)}`]),
  ];
  const purl = `pkg:deb/${system?.id ?? 'debian'}/${encoded(name)}@${encoded(version)}?${qualifiers.join('&')}`;
  const properties = [
    { name: platformProperty, value: platform },
    ...(source === undefined
      ? []
      : [
          { name: 'aquasecurity:trivy:SrcName', value: source.name },
          { name: 'aquasecurity:trivy:SrcVersion', value: source.version },
        ]),
  ];
  return { type: 'library', 'bom-ref': `${purl}#${platform}`, name, version, purl, properties };
}

function systemText({ id, version }: OperatingSystem): string {
  return version === undefined ? id : `${id}-${version}`;
}

/** The component of a file in the package, by its path in the image or in dist/. */
export function fileComponent(path: string, digest: Digest, platform?: string): Component {
  return {
    type: 'file',
    'bom-ref': platform === undefined ? `file:${path}` : `file:${path}#${platform}`,
    name: path,
    hashes: [{ alg: 'SHA-256', content: hexOf(digest) }],
    ...(platform !== undefined && { properties: [{ name: platformProperty, value: platform }] }),
  };
}

/** Hashes of a component whose bytes have this integrity, in the form of npm. */
export function hashOf(integrity: string | undefined): Pick<Component, 'hashes'> {
  const content = integrity === undefined ? undefined : integrityHex(integrity);
  return content === undefined ? {} : { hashes: [{ alg: 'SHA-512', content }] };
}

/** An expression of SPDX as such, and any other text as a name. */
function licenceOf(text: string): object {
  const word = String.raw`\(*[A-Za-z0-9][A-Za-z0-9.+-]*\)*`;
  const isExpression = new RegExp(`^${word}( (AND|OR|WITH) ${word})*$`).test(text) && text !== 'UNLICENSED';
  return isExpression ? { expression: text } : { license: { name: text } };
}

/** A part of a package URL. A colon must stay: https://github.com/package-url/purl-spec/blob/65eeef85de5637ffed26695ffd753202b6a4d656/docs/specification/standard/specification.md#character-encoding */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}
