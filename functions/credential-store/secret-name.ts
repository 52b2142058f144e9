/** The names of a claim's Secrets, which no other claim has. */
import { apis } from '../../apis/index.ts';
import type { ExternalSecret } from '../kinds/external-secret.ts';
import type { PushSecret } from '../kinds/push-secret.ts';

const kinds = Object.values(apis).map(({ kind }) => kind.toLowerCase());

/**
 * The endings of other Secrets' names: the connection Secret of another API (`-<kind>`), a Secret written by hand (`-written`), and a
 * name with a hash.
 */
const otherEnding = new RegExp(`-(${kinds.join('|')}|written)$|-([0-9a-f]{8}){1,2}(-|$)`);

/**
 * The Secret to mount: `<claim>-credentialstore-<name>`. A hash follows if that name is ambiguous. `x-credentialstore-a-database` may
 * belong to claim `x`, or to a Database `x-credentialstore-a`. With `-credentialstore-` in it twice, it may belong to two claims.
 */
export function mountedName(claim: string, name: string, hash: string): string {
  const plain = `${claim}-credentialstore-${name}`;
  const splits = plain.match(/-credentialstore(?=-)/g) ?? [];
  return splits.length > 1 || otherEnding.test(`-${name}`) ? `${plain}-${hash}` : plain;
}

/** The Secret that the team writes by hand, for the Secret to mount. */
export function handWrittenName(mounted: string): string {
  return `${mounted}-written`;
}

interface Existing {
  readonly secret: Readonly<Record<string, ExternalSecret | undefined>>;
  readonly push: Readonly<Record<string, PushSecret | undefined>>;
}

/** The recorded names of Secrets, as the existing ExternalSecrets and PushSecrets show them. */
export function recoverNames({ secret, push }: Existing) {
  return {
    secretNames: namesIn(secret, (object) => object.spec?.target?.name),
    writtenNames: namesIn(push, (object) => object.spec?.selector.secret?.name),
  };
}

function namesIn<T>(existing: Readonly<Record<string, T | undefined>>, nameOf: (object: T) => string | undefined) {
  const names = Object.entries(existing).map(([key, object]) => [key, object && nameOf(object)] as const);
  return Object.fromEntries(names.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
