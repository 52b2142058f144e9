/** Semantic versions of a platform: which of two is higher, and which step from one to the other its users must expect. */
import { UserError } from '../errors.ts';

/** The step between two versions. `pre-release`: only what follows the hyphen differs. */
export type Step = 'none' | 'pre-release' | 'patch' | 'minor' | 'major';

interface Version {
  readonly core: readonly [bigint, bigint, bigint];
  /** The parts after the hyphen; none for a release. */
  readonly pre: readonly string[];
}

const pattern = /^(\d{1,19})\.(\d{1,19})\.(\d{1,19})(?:-([\da-z-]+(?:\.[\da-z-]+)*))?(?:\+[\da-z.-]+)?$/i;

/** Whether the text is a semantic version. */
export function isVersion(text: string): boolean {
  return pattern.test(text);
}

/** -1, 0 or 1 if `a` is lower than, equal to or higher than `b` (https://semver.org, clause 11). Throws a `UserError` if one is no version. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [parse(a), parse(b)];
  return byCore(one, other) || byPreRelease(one.pre, other.pre);
}

/** Whether a version promises nothing yet, such as `0.2.0-main.3`. */
export function isPreRelease(version: string): boolean {
  return parse(version).pre.length > 0;
}

/** Whether `version` is at least `wanted`, or a pre-release of it: `0.2.0-main.3` has reached `0.2.0`. */
export function hasReached(version: string, wanted: string): boolean {
  return byCore(parse(version), parse(wanted)) >= 0;
}

/** The lowest version that is `step` after `version`. Before 1.0.0 a step is one smaller: 0.1.0 breaks as 0.2.0. */
export function after(version: string, step: 'patch' | 'minor' | 'major'): string {
  const { core } = parse(version);
  const [major, minor, patch] = core;
  const size = sizeOf(step, core);
  if (size === 'major') return `${major + 1n}.0.0`;
  return size === 'minor' ? `${major}.${minor + 1n}.0` : `${major}.${minor}.${patch + 1n}`;
}

/** The step that `after` takes. */
export function stepAfter(version: string, step: 'patch' | 'minor' | 'major'): 'patch' | 'minor' | 'major' {
  return sizeOf(step, parse(version).core);
}

/** The step from one version to another; `none` also if the other is not higher. */
export function stepBetween(old: string, now: string): Step {
  if (compareVersions(now, old) <= 0) return 'none';
  const [a, b] = [parse(old).core, parse(now).core];
  const index = a.findIndex((part, at) => part !== b[at]);
  return (['major', 'minor', 'patch'] as const)[index] ?? 'pre-release';
}

function sizeOf(step: 'patch' | 'minor' | 'major', [major]: Version['core']): 'patch' | 'minor' | 'major' {
  if (major > 0n) return step;
  return step === 'major' ? 'minor' : 'patch';
}

function parse(text: string): Version {
  const [, major, minor, patch, pre] = pattern.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) {
    throw new UserError(`${JSON.stringify(text)} is no semantic version, such as 1.2.3`);
  }
  return { core: [BigInt(major), BigInt(minor), BigInt(patch)], pre: pre?.split('.') ?? [] };
}

function byCore({ core: a }: Version, { core: b }: Version): number {
  return a.map((part, at) => order(part, b[at] ?? 0n)).find((result) => result !== 0) ?? 0;
}

function byPreRelease(a: readonly string[], b: readonly string[]): number {
  // A release is higher than each of its pre-releases.
  if (a.length === 0 || b.length === 0) return order(b.length, a.length);
  const differs = a.findIndex((part, at) => part !== b[at]);
  if (differs < 0) return order(a.length, b.length);
  const [one = '', other] = [a[differs], b[differs]];
  if (other === undefined) return 1;
  const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber && isOtherNumber) return order(BigInt(one), BigInt(other));
  // Numbers are lower than words.
  return isNumber === isOtherNumber ? order(one, other) : isNumber ? -1 : 1;
}

function order<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
