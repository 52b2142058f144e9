/** What a bundle for an air gap must hold: the packages of a release, and everything that its lock pins. */
import { UserError } from '../../errors.ts';
import { pinsOf, type Section, unresolved } from '../../lock/index.ts';
import { parseReference, type Reference } from '../../registry/index.ts';
import type { Digest } from '../../xpkg/digest.ts';
import { lockOf } from '../verify/lock.ts';
import type { ReleaseYaml } from '../verify/release-yaml.ts';

/** What something in a bundle is for; `attached` is a signature, an attestation or an SBOM of something else in it. */
export type EntryKind =
  'package' | 'kit' | 'provider' | 'function' | 'operator' | 'chart' | 'image' | 'base' | 'attached';

/** Something in a bundle. */
export interface Entry {
  readonly kind: EntryKind;
  /** Its place outside, with its tag as the version. */
  readonly reference: Reference;
  readonly digest: Digest;
}

const kindOf: Readonly<Record<Section | 'base', EntryKind>> = {
  providers: 'provider',
  functions: 'function',
  operators: 'operator',
  charts: 'chart',
  images: 'image',
  base: 'base',
};

/** `host/repository:tag`, by which a bundle names something. */
export function placeOf({ reference: { host, repository, version } }: Pick<Entry, 'reference'>): string {
  return `${host}/${repository}:${version}`;
}

/**
 * Everything that the release and its lock name, each once, sorted by place. Throws a `UserError` if the release has no lock, or one that is not
 * resolved or contradicts itself.
 */
export function entriesOf(release: ReleaseYaml): Entry[] {
  if (release.lock.providers === undefined) {
    throw new UserError('the release has no lock: nobody knows what the platform needs besides its own packages', {
      hint: 'write planesmith.lock.yaml beside the configuration, and build again',
    });
  }
  const pins = pinsOf(lockOf(release));
  const open = pins.filter(({ pin }) => pin.digest === unresolved);
  if (open.length > 0) {
    const names = open.map(({ section, pin }) => `${pin.name} (${section})`).join(', ');
    throw new UserError(`the lock has no digest of ${names}: nobody could tell what belongs into the bundle`, {
      hint: 'run `planesmith lock` where the registries can be reached, and build again',
    });
  }
  const entries = new Map<string, Entry>();
  const add = (kind: EntryKind, repository: string, tag: string, digest: string): void => {
    const reference = parseReference(`${repository}:${tag}`);
    if (reference === undefined) throw new UserError(`${repository}:${tag} is no place in a registry`);
    const entry = { kind, reference, digest: digest as Digest };
    const before = entries.get(placeOf(entry));
    if (before === undefined) entries.set(placeOf(entry), entry);
    else if (before.digest !== digest) throw new UserError(`${placeOf(entry)} is both ${before.digest} and ${digest}`);
  };
  for (const { repository, tag, digest } of release.packages) add('package', repository, tag, digest);
  if (release.kit !== undefined) add('kit', release.kit.repository, release.kit.tag, release.kit.digest);
  for (const { section, pin } of pins) add(kindOf[section], pin.image, pin.version, pin.digest);
  return [...entries.values()].toSorted(byPlace);
}

/** The order of entries in a bundle. */
export function byPlace(one: Pick<Entry, 'reference'>, other: Pick<Entry, 'reference'>): number {
  return placeOf(one) < placeOf(other) ? -1 : placeOf(one) > placeOf(other) ? 1 : 0;
}
