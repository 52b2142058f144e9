/** Reads release.yaml back: what a build has written, and where it is to be published. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type Digest, isDigest } from '../../xpkg/digest.ts';
import { readYaml } from '../../yaml/index.ts';

/** One thing that a registry keeps. */
export interface Published {
  /** `registry.example.org/platform/platform-aws`. */
  readonly repository: string;
  readonly tag: string;
  readonly digest: Digest;
}

export interface PublishedPackage extends Published {
  readonly name: string;
  readonly kind: 'Configuration' | 'Function';
  /** False if its contents depend on the machine that built it. */
  readonly releasable: boolean;
}

export interface PublishedKit extends Published {
  /** The tarball, relative to dist/. */
  readonly file: string;
}

/** The parts of release.yaml that a registry gets. */
export interface PublishedRelease {
  readonly packages: readonly PublishedPackage[];
  /** Absent in a release of some packages only. */
  readonly kit: PublishedKit | undefined;
}

/** The release in the folder. Throws a `UserError` if there is none, or if its release.yaml is not as a build writes it. */
export async function readRelease(dist: string): Promise<PublishedRelease> {
  const path = join(dist, 'release.yaml');
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new UserError(`there is no release in ${dist}: ${cause.message}`, { hint, cause });
  });
  const [document, ...others] = readYaml(text).documents;
  if (document === undefined || 'problem' in document || others.length > 0) throw unusable(path, 'one YAML document');
  const { packages, kit } = (document.value ?? {}) as { packages?: unknown; kit?: unknown };
  if (!Array.isArray(packages) || packages.length === 0) throw unusable(path, 'a list of packages');
  if (!packages.every(isPackage)) throw unusable(path, 'repository, tag and digest of every package');
  if (kit !== undefined && !isKit(kit)) throw unusable(path, 'repository, tag, digest and file of its kit');
  return { packages, kit };
}

const hint = 'build one with `planesmith build --release`, or name its folder';

function unusable(path: string, missing: string): UserError {
  return new UserError(`${path} is not as a build writes it: it has not ${missing}`, { hint });
}

function isPublished(value: unknown): value is Published & Readonly<Record<string, unknown>> {
  const { repository, tag, digest } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof repository === 'string' && typeof tag === 'string' && isDigest(digest);
}

function isPackage(value: unknown): value is PublishedPackage {
  if (!isPublished(value)) return false;
  const { name, kind, releasable } = value;
  const isKnown = kind === 'Configuration' || kind === 'Function';
  return isName(name) && isKnown && typeof releasable === 'boolean';
}

function isKit(value: unknown): value is PublishedKit {
  return isPublished(value) && typeof value['file'] === 'string' && value['file'].split('/').every(isName);
}

/** Whether it is a name in its folder. */
function isName(name: unknown): boolean {
  return typeof name === 'string' && /^[\w@][\w.@-]*$/.test(name);
}
