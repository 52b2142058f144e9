/** The Debian packages of a base, as the base itself lists them. */
import type { TarEntry } from '../../xpkg/tar.ts';

/** An installed Debian package. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** The source package that it is built from, if that has another name or version. Debian's security team names vulnerabilities by it. */
  readonly source?: { readonly name: string; readonly version: string };
}

/** dpkg has one file for all packages; distroless images have one for each: https://github.com/GoogleContainerTools/distroless/blob/main/PACKAGE_METADATA.md */
const lists = /^var\/lib\/dpkg\/(status|status\.d\/[^/]+)$/;

/** dpkg keeps a package in its list whose settings alone are left: https://manpages.debian.org/bookworm/dpkg/dpkg.1.en.html#Package_states */
const isRemoved = /^Status: (?!.* installed$)/m;

/** The packages, sorted; none if the base has no list of dpkg. */
export function debianPackages(entries: readonly TarEntry[]): DebianPackage[] {
  const found = new Map<string, DebianPackage>();
  for (const entry of entries) {
    if (entry.type !== 'file' || !lists.test(entry.path)) continue;
    for (const paragraph of Buffer.from(entry.content).toString('utf8').split(/\n\n+/)) {
      const field = (key: string) => new RegExp(`^${key}: *(\\S+)`, 'm').exec(paragraph)?.[1];
      const [name, version, architecture = 'all'] = [field('Package'), field('Version'), field('Architecture')];
      if (name === undefined || version === undefined || isRemoved.test(paragraph)) continue;
      const source = sourceIn(paragraph, version);
      found.set(`${name} ${version} ${architecture}`, { name, version, architecture, ...(source && { source }) });
    }
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** `Source: gcc-14 (14.2.0-19)`, with the version only if it differs: https://www.debian.org/doc/debian-policy/ch-controlfields.html#source */
function sourceIn(paragraph: string, own: string): DebianPackage['source'] {
  const [, name, version = own] = /^Source: *([^\s(]+)(?:[ \t]*\(([^\s)]+)\))?/m.exec(paragraph) ?? [];
  return name === undefined ? undefined : { name, version };
}
