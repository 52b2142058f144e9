/** The names of the Secrets of a claim, which are no other claim's. */
import { apis } from '../../apis/index.ts';
import type { ExternalSecret } from '../kinds/external-secret.ts';
import type { PushSecret } from '../kinds/push-secret.ts';

const kinds = Object.values(apis).map(({ kind }) => kind.toLowerCase());

/** How a name ends that is another Secret's: an application's from a claim of another API, what a team writes by hand, what has a hash. */
const foreign = new RegExp(`-(${kinds.join('|')}|written)$|-([0-9a-f]{8}){1,2}(-|$)`);

/**
 * The Secret to mount: `<claim>-credentialstore-<name>`. A hash follows where that says two things: `x-credentialstore-a-database` may
 * be of `x`, and of a Database `x-credentialstore-a`; with `-credentialstore-` twice, two claims could have it.
 */
export function mountedName(claim: string, name: string, hash: string): string {
  const plain = `${claim}-credentialstore-${name}`;
  const splits = plain.match(/-credentialstore(?=-)/g) ?? [];
  return splits.length > 1 || foreign.test(`-${name}`) ? `${plain}-${hash}` : plain;
}

/** The Secret that the team writes by hand, for the one to mount. */
export function handWrittenName(mounted: string): string {
  return `${mounted}-written`;
}

interface Existing {
  readonly secret: Readonly<Record<string, ExternalSecret | undefined>>;
  readonly push: Readonly<Record<string, PushSecret | undefined>>;
}

/** The Secrets of a claim as what exists still names them, by the names that the claim gives them. */
export function recoverNames({ secret, push }: Existing) {
  return {
    secretNames: namesIn(secret, (each) => each.spec?.target?.name),
    writtenNames: namesIn(push, (each) => each.spec?.selector.secret?.name),
  };
}

function namesIn<T>(existing: Readonly<Record<string, T | undefined>>, nameOf: (each: T) => string | undefined) {
  const named = Object.entries(existing).map(([key, each]) => [key, each && nameOf(each)] as const);
  return Object.fromEntries(named.filter((each): each is [string, string] => each[1] !== undefined));
}
