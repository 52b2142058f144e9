/** Finds in the lock what is to be bumped, and to which version. */
import { compareVersions, isVersion } from '../compare/version.ts';
import { UserError } from '../errors.ts';
import { type Lock, lockFile, type Pin } from '../lock/index.ts';

/** A pin, and the version that it may get. */
export interface Bumped {
  readonly section: 'providers' | 'operators';
  readonly pin: Pin;
  readonly version: string;
  readonly isDowngrade: boolean;
}

/** What `SOURCE@VERSION` asks for. Throws a `UserError` for a name that the lock does not have, and for a version that is none or the same. */
export function bumpedIn(lock: Lock, argument: string): Bumped {
  const [, name, version] = /^([^@\s]+)@([^@\s]+)$/.exec(argument) ?? [];
  if (name === undefined || version === undefined) {
    throw new UserError(`${JSON.stringify(argument)} is no source with a version`, {
      hint: 'name both, such as provider-sql@v0.16.0',
    });
  }
  const found = (['providers', 'operators'] as const).flatMap((section) =>
    lock[section].filter((pin) => pin.name === name).map((pin) => ({ section, pin })),
  );
  const [first, second] = found;
  if (first === undefined) throw unknownSource(lock, name);
  if (second !== undefined) {
    throw new UserError(`${name} is a provider and an operator in ${lockFile}`, { hint: 'rename one of them' });
  }
  const [old, now] = [bare(first.pin.version), bare(version)];
  for (const [text, where] of [
    [old, lockFile],
    [now, 'the command line'],
  ] as const) {
    if (isVersion(text)) continue;
    throw new UserError(`the version ${text} of ${name} on ${where} is no semantic version`, {
      hint: 'give one such as v1.2.3',
    });
  }
  const order = compareVersions(now, old);
  if (order === 0 && now === old) {
    throw new UserError(`${name} has the version ${first.pin.version} already`, { hint: 'name another version' });
  }
  return { ...first, version: likeThat(version, first.pin.version), isDowngrade: order < 0 };
}

function unknownSource({ providers, operators }: Lock, name: string): UserError {
  const known = [...providers, ...operators].map((pin) => pin.name);
  const hint =
    known.length === 0
      ? `add it to providers or operators of ${lockFile}`
      : `name one of ${known.toSorted().join(', ')}`;
  return new UserError(`${lockFile} has no provider or operator ${name}`, { hint });
}

/** Tags may begin with a v, which is no part of the version. */
function bare(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}

/** The version as a tag in the form of the tag in use. */
function likeThat(version: string, tag: string): string {
  return `${/^v\d/.test(tag) ? 'v' : ''}${bare(version)}`;
}
