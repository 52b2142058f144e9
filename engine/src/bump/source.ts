/** Finds in the lock what is to be bumped, and to which version. */
import { compareVersions } from '../compare/version.ts';
import { UserError } from '../errors.ts';
import { type Lock, lockFile, type Pin } from '../lock/index.ts';
import { type BumpedChart, bumpedChart } from './chart.ts';
import { likeThat, versionIn } from './tag.ts';

/** A pin, and the version that it may get. */
export interface Bumped {
  readonly section: 'providers' | 'operators';
  readonly pin: Pin;
  readonly version: string;
  readonly isDowngrade: boolean;
  /** The chart of an operator, if the lock has it. */
  readonly chart?: BumpedChart | undefined;
}

/**
 * What `SOURCE@VERSION` asks for, and perhaps a version for the operator's chart. Throws a `UserError` for a name that the lock does not have, and for
 * a version that is none or the same.
 */
export function bumpedIn(lock: Lock, argument: string, chart?: string): Bumped {
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
  const old = versionIn(first.pin.version, `${name} on ${lockFile}`);
  const now = versionIn(version, `${name} on the command line`);
  const order = compareVersions(now, old);
  if (order === 0 && now === old) {
    throw new UserError(`${name} has the version ${first.pin.version} already`, { hint: 'name another version' });
  }
  const bumped = { ...first, version: likeThat(version, first.pin.version) };
  return { ...bumped, isDowngrade: order < 0, chart: bumpedChart(lock, bumped, chart) };
}

function unknownSource({ providers, operators }: Lock, name: string): UserError {
  const known = [...providers, ...operators].map((pin) => pin.name);
  const hint =
    known.length === 0
      ? `add it to providers or operators of ${lockFile}`
      : `name one of ${known.toSorted().join(', ')}`;
  return new UserError(`${lockFile} has no provider or operator ${name}`, { hint });
}
