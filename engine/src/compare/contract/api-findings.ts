/** The findings of two versions of one API. */
import { type AnyApi, noticeOf } from '../../schema/index.ts';
import { limitTexts } from '../../schema/limits/limit.ts';
import type { Finding } from '../finding.ts';
import { columnFindings } from './column-findings.ts';
import type { ApiContract, Reading } from './contract.ts';
import type { Today } from './deprecation-changes.ts';
import { type Difference, membership, platformFinding, type PlatformRuleId } from './platform-rules.ts';
import { shown } from './property-changes.ts';
import { ruleChanges } from './rule-changes.ts';
import { changeFinding, type SchemaPlace, schemaFindings } from './schema-findings.ts';
import { versionFindings } from './version-findings.ts';

type Comparison = (old: AnyApi, now: AnyApi, today: Today) => readonly Finding[];

/** How each property of an API is compared. A property that is new does not compile until it is here. */
const properties: { readonly [P in Exclude<keyof AnyApi, 'convert'>]-?: Comparison } = {
  /** Contracts list APIs by kind: another kind is another API. */
  kind: () => [],
  /** Text for people. */
  description: () => [],
  /** Text for people. */
  tasks: () => [],
  version: versionFindings,
  /** Compared with the version. */
  alsoServed: () => [],
  /** Compared with the version. */
  deprecatedVersions: () => [],
  scope: ({ kind, scope: old }, { scope: now }) =>
    replaced(old, now, { id: 'scope-changed', place: kind, says: `the scope of ${kind} was ${old} and is ${now}` }),
  plural: ({ kind, plural: old }, { plural: now }) =>
    replaced(old, now, { id: 'plural-changed', place: kind, says: `the plural of ${kind} was ${old} and is ${now}` }),
  singular: ({ kind, singular: old }, { singular: now }) =>
    replaced(old, now, {
      id: 'singular-changed',
      place: kind,
      says: `the singular of ${kind} was ${old} and is ${now}`,
    }),
  shortNames: ({ kind, shortNames: old }, { shortNames: now }) =>
    members(kind, has('the short name'), [old, now], ['short-name-added', 'short-name-removed']),
  categories: ({ kind, categories: old }, { categories: now }) =>
    members(kind, has('the category'), [old, now], ['category-added', 'category-removed']),
  targets: ({ kind, targets: old }, { targets: now }) => [
    ...members(kind, has('the target'), [old, now], ['target-added', 'target-removed']),
    ...replaced(old[0], now[0], {
      id: 'default-target-changed',
      place: kind,
      says: `the first target of ${kind} was ${old[0]} and is ${now[0]}`,
    }),
  ],
  spec: (old, now, today) =>
    schemaFindings({ ...placeOf(old, now, today), area: 'spec', path: 'spec' }, old.spec, now.spec),
  status: (old, now, today) =>
    schemaFindings({ ...placeOf(old, now, today), area: 'status', path: 'status' }, old.status, now.status),
  recorded: (old, now, today) =>
    schemaFindings(
      { ...placeOf(old, now, today), area: 'recorded', path: 'status.recorded' },
      old.recorded,
      now.recorded,
    ),
  secret: ({ kind, secret: old }, { secret: now }) => [
    ...members(
      kind,
      has('the Secret key'),
      [Object.keys(old), Object.keys(now)],
      ['secret-key-added', 'secret-key-removed'],
    ),
    ...Object.keys(old).flatMap((key) =>
      Object.hasOwn(now, key)
        ? replaced(old[key], now[key], {
            id: 'secret-key-meaning-changed',
            place: kind,
            subject: key,
            says: `the Secret key ${key} of ${kind} was described as ${shown(old[key])} and is described as ${shown(now[key])}`,
          })
        : [],
    ),
  ],
  limits: ({ kind, limits: old }, { limits: now }) =>
    members(
      kind,
      ['now has a limit on', 'no longer has a limit on'],
      [limitTexts(old), limitTexts(now)],
      ['limit-added', 'limit-removed'],
    ),
  columns: columnFindings,
  rules: (old, now, today) =>
    ruleChanges(old.rules, now.rules).flatMap((change) =>
      changeFinding({ ...placeOf(old, now, today), area: 'spec', path: '' }, change),
    ),
};

/** The new release says what it promises, of which the new deprecations are a part. */
function placeOf({ kind }: AnyApi, now: AnyApi, { today }: Today): Omit<SchemaPlace, 'area' | 'path'> {
  return { owner: kind, today, days: noticeOf(now) };
}

/** Every difference of two versions of an API; what is deprecated is judged by the given day. */
export function apiFindings(old: ApiContract, now: ApiContract, today: Today): Finding[] {
  const { kind } = old.definition;
  const shared = Object.keys(old.reads).filter((target) => Object.hasOwn(now.reads, target));
  return [
    ...Object.values(properties).flatMap((compare) => compare(old.definition, now.definition, today)),
    ...shared.flatMap((target) => readingFindings(`${kind} on ${target}`, old.reads[target], now.reads[target])),
  ];
}

function readingFindings(place: string, old: Reading | undefined, now: Reading | undefined): Finding[] {
  if (old === undefined || now === undefined) return [];
  const reads = ({ needed, optional }: Reading) => [...needed, ...optional];
  const isNew = (section: string) => !reads(old).includes(section);
  const isGone = (section: string) => !reads(now).includes(section);
  return [
    ...members(
      place,
      ['needs the environment section', 'no longer needs the environment section'],
      [old.needed, now.needed],
      ['section-needed', 'section-not-needed'],
    ),
    ...members(
      place,
      ['reads the environment section', 'no longer reads the environment section'],
      [old.optional.filter(isGone), now.optional.filter(isNew)],
      ['section-read', 'section-not-read'],
    ),
    ...members(
      place,
      ['ignores', 'no longer ignores'],
      [Object.keys(old.ignores), Object.keys(now.ignores)],
      ['field-ignored', 'field-heeded'],
    ),
  ];
}

function replaced<T>(old: T, now: T, difference: Difference): Finding[] {
  return old === now ? [] : [platformFinding({ ...difference, subject: difference.subject ?? String(now) })];
}

function has(what: string): readonly [string, string] {
  return [`now has ${what}`, `no longer has ${what}`];
}

function members(
  place: string,
  verbs: readonly [now: string, before: string],
  [old, now]: readonly [readonly string[], readonly string[]],
  [added, removed]: readonly [PlatformRuleId, PlatformRuleId],
): Finding[] {
  return membership(old, now, {
    added: (member) => ({ id: added, place, subject: member, says: `${place} ${verbs[0]} ${member}` }),
    removed: (member) => ({ id: removed, place, subject: member, says: `${place} ${verbs[1]} ${member}` }),
  });
}
