/** The findings of two contracts in all that is no single API. */
import type { Finding } from '../finding.ts';
import { apiFindings } from './api-findings.ts';
import type { Contract, PackageContract } from './contract.ts';
import type { Today } from './deprecation-changes.ts';
import { environmentFindings } from './environment-findings.ts';
import { membership, platformFinding, type PlatformRuleId } from './platform-rules.ts';
import { targetFindings } from './target-findings.ts';
import { rangeChange } from './version-range.ts';

type Comparison = (old: Contract, now: Contract, today: Today) => readonly Finding[];

const rangeRules = {
  narrower: 'crossplane-narrowed',
  wider: 'crossplane-widened',
  other: 'crossplane-changed',
} as const;

/** How each part of a contract is compared. A part that is new does not compile until it is here. */
const parts: { readonly [P in keyof Contract]-?: Comparison } = {
  /** Contracts of another format are not read. */
  format: () => [],
  platform: ({ platform: old }, { platform: now }) =>
    replaced('platform-renamed', 'the name of the platform', old, now),
  /** Every release has another one. */
  version: () => [],
  group: ({ group: old }, { group: now }) => replaced('group-changed', 'the API group', old, now),
  registry: ({ registry: old }, { registry: now }) => replaced('registry-changed', 'the registry', old, now),
  crossplane: ({ crossplane: old }, { crossplane: now }) => {
    const change = rangeChange(old, now);
    return change === 'same' ? [] : replaced(rangeRules[change], 'the range of Crossplane', old, now);
  },
  channel: ({ channel: old = 'none' }, { channel: now = 'none' }) =>
    replaced('channel-changed', 'the channel of releases', old, now),
  apis: ({ apis: old }, { apis: now }, today) => [
    ...membership(Object.keys(old), Object.keys(now), {
      added: (kind) => ({ id: 'api-added', place: kind, says: `the API ${kind} is new` }),
      removed: (kind) => ({ id: 'api-removed', place: kind, says: `the API ${kind} is gone` }),
    }),
    ...inBoth(old, now).flatMap(([, was, is]) => apiFindings(was, is, today)),
  ],
  environment: environmentFindings,
  targets: ({ targets: old }, { targets: now }) =>
    inBoth(old, now).flatMap(([target, was, is]) => targetFindings(target, was, is)),
  packages: ({ packages: old }, { packages: now }) => [
    ...membership(Object.keys(old), Object.keys(now), {
      added: (name) => ({ id: 'package-added', place: `package ${name}`, says: `the package ${name} is new` }),
      removed: (name) => ({ id: 'package-removed', place: `package ${name}`, says: `the package ${name} is gone` }),
    }),
    ...inBoth(old, now).flatMap(([name, was, is]) => packageFindings(name, was, is)),
  ],
  conditions: ({ conditions: old }, { conditions: now }) => [
    ...membership(Object.keys(old), Object.keys(now), {
      added: (type) => ({ id: 'condition-added', place: `condition ${type}`, says: `the condition ${type} is new` }),
      removed: (type) => ({
        id: 'condition-removed',
        place: `condition ${type}`,
        says: `the condition ${type} is gone`,
      }),
    }),
    ...inBoth(old, now).flatMap(([type, was, is]) => reasonFindings(type, was, is)),
  ],
  events: ({ events: old }, { events: now }) => [
    ...membership(Object.keys(old), Object.keys(now), {
      added: (reason) => ({
        id: 'event-added',
        place: `event ${reason}`,
        says: `claims now have events of the reason ${reason}`,
      }),
      removed: (reason) => ({
        id: 'event-removed',
        place: `event ${reason}`,
        says: `claims no longer have events of the reason ${reason}`,
      }),
    }),
    ...inBoth(old, now).flatMap(([reason, was, is]) =>
      replaced('event-type-changed', `the type of events of the reason ${reason}`, was, is, `event ${reason}`),
    ),
  ],
};

/** Every difference of two contracts, in the order of their parts; what is deprecated is judged by the given day. */
export function compareContracts(old: Contract, now: Contract, today: Today): Finding[] {
  return Object.values(parts).flatMap((compare) => compare(old, now, today));
}

/** How each part of a package is compared. */
const packageParts: {
  readonly [P in keyof PackageContract]-?: (
    name: string,
    old: PackageContract,
    now: PackageContract,
  ) => readonly Finding[];
} = {
  kinds: (name, { kinds: old }, { kinds: now }) =>
    inPackage(name, 'the API', [old, now], ['package-api-added', 'package-api-removed']),
  targets: (name, { targets: old }, { targets: now }) => [
    ...inPackage(name, 'the target', [old, now], ['package-target-added', 'package-target-removed']),
    ...replaced(
      'package-default-target-changed',
      `the first target of the package ${name}`,
      old[0],
      now[0],
      `package ${name}`,
    ),
  ],
  flavour: (name, { flavour: old }, { flavour: now }) =>
    replaced('package-flavour-changed', `the flavour of the package ${name}`, old, now, `package ${name}`),
};

function packageFindings(name: string, old: PackageContract, now: PackageContract): Finding[] {
  return Object.values(packageParts).flatMap((compare) => compare(name, old, now));
}

function inPackage(
  name: string,
  what: string,
  [old, now]: readonly [readonly string[], readonly string[]],
  [added, removed]: readonly [PlatformRuleId, PlatformRuleId],
): Finding[] {
  const place = `package ${name}`;
  return membership(old, now, {
    added: (member) => ({ id: added, place, subject: member, says: `the package ${name} now has ${what} ${member}` }),
    removed: (member) => ({
      id: removed,
      place,
      subject: member,
      says: `the package ${name} no longer has ${what} ${member}`,
    }),
  });
}

function reasonFindings(
  type: string,
  old: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): Finding[] {
  const place = `condition ${type}`;
  return [
    ...membership(Object.keys(old), Object.keys(now), {
      added: (reason) => ({ id: 'reason-added', place, subject: reason, says: `${type} now has the reason ${reason}` }),
      removed: (reason) => ({
        id: 'reason-removed',
        place,
        subject: reason,
        says: `${type} no longer has the reason ${reason}`,
      }),
    }),
    ...inBoth(old, now).flatMap(([reason, was, is]) =>
      replaced('reason-status-changed', `the status of ${type} for ${reason}`, was, is, `${place} ${reason}`),
    ),
  ];
}

function replaced(
  id: PlatformRuleId,
  what: string,
  old: string | undefined,
  now: string | undefined,
  place = 'platform',
): Finding[] {
  if (old === now) return [];
  return [platformFinding({ id, place, subject: now ?? '', says: `${what} was ${old} and is ${now}` })];
}

/** The entries that both records have. */
export function inBoth<T>(
  old: Readonly<Record<string, T>>,
  now: Readonly<Record<string, T>>,
): (readonly [string, T, T])[] {
  const after = new Map(Object.entries(now));
  return Object.entries(old).flatMap(([key, was]) => {
    const is = after.get(key);
    return is === undefined ? [] : [[key, was, is] as const];
  });
}
