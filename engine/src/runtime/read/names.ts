/** Names that no two claims share, for composed objects and in cloud accounts. They are derived from the claim alone, never from a UID. */
import { hash } from 'node:crypto';
import type { Claim } from '../../authoring/claim.ts';

/** The claim that a name is derived from. */
export interface Owner {
  readonly namespace: string;
  readonly claim: string;
  /** The API's kind. */
  readonly kind: string;
}

/** A claim as the owner of names. */
export function ownerOf({ namespace, name, kind }: Claim): Owner {
  return { namespace, claim: name, kind };
}

/** Digits of the hash behind a name in full in the claim's namespace: it only distinguishes names of one team that read the same. */
const shortHash = 8;
/** Digits behind a name that was cut, or that claims of other teams could have: no one finds a second claim with 64 given bits. */
const longHash = 16;
const shortestLimit = longHash + 4;

/** The key of one item of a `perItem` resource. A declared key has no dot, so no two pairs have the same key. */
export function itemKey(key: string, item: string): string {
  return `${key}.${item}`;
}

/**
 * The `metadata.name` of the main resource: `<claim>-<kind>`. A hash follows if that is longer than `limit`, or if the kind reads like a hash.
 * A hash also follows if the claim's name has dots or begins with a digit. Many kinds refuse both, so dots become dashes.
 */
export function mainName(owner: Owner, limit: number): string {
  const plain = plainName(owner);
  if (plain.length <= limit && /^[a-z][a-z0-9-]*$/.test(plain) && !endsLikeHash(plain)) return plain;
  return hashed(plain, [owner.namespace, owner.claim, owner.kind, ''], limit, hashLength(owner));
}

/**
 * The `metadata.name` of the resource under `key`: `<claim>-<kind>-<key>-<hash of namespace, claim, kind and key>`, cut to `limit`. The
 * hash is long for a cluster-scoped claim, whose objects meet those of other teams.
 */
export function objectName(owner: Owner, key: string, limit: number): string {
  return hashed(
    `${plainName(owner)}-${kebab(key)}`,
    [owner.namespace, owner.claim, owner.kind, key],
    limit,
    hashLength(owner),
  );
}

/** The name of the connection Secret unless the claim gives another: `<claim>-<kind>`, as a Secret takes any claim's name. */
export function secretName(owner: Owner): string {
  const plain = plainName(owner);
  return endsLikeHash(plain) ? mainName(owner, 253) : plain;
}

/**
 * A name in a cloud account, where the claims of all clusters meet: `<environment>-<namespace>-<claim>-<kind>-<key>-<hash>`, cut
 * to `limit`. It begins with a letter and has no two dashes in a row, as the stricter services (RDS) ask.
 */
export function cloudName(environment: string, owner: Owner, key: string, limit: number): string {
  const { namespace, claim, kind } = owner;
  const words = [environment, namespace, claim, kind.toLowerCase(), kebab(key)].join('-');
  return hashed(words, [environment, namespace, claim, kind, key], limit, longHash);
}

function hashLength({ namespace }: Owner): number {
  return namespace === '' ? longHash : shortHash;
}

function plainName({ claim, kind }: Owner): string {
  return `${claim}-${kind.toLowerCase()}`;
}

function endsLikeHash(name: string): boolean {
  return /-(?:[0-9a-f]{8}){1,2}$/.test(name);
}

/** `words` in lower case, joined by single dashes and cut so that the hash of `identity` fits behind them. */
function hashed(words: string, identity: readonly string[], limit: number, digits: number): string {
  if (limit < shortestLimit) throw new Error(`a name needs room for ${shortestLimit} characters, not ${limit}`);
  const dashed = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const clean = /^[a-z]/.test(dashed) ? dashed : `x${dashed}`;
  const sum = hash('sha256', JSON.stringify(identity), 'hex');
  if (clean.length + 1 + digits <= limit) return `${clean}-${sum.slice(0, digits)}`;
  return `${clean.slice(0, limit - longHash - 1).replace(/-$/, '')}-${sum.slice(0, longHash)}`;
}

/** `subnetGroup` as `subnet-group`. */
function kebab(key: string): string {
  return key.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
