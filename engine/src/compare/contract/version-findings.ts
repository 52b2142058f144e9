/** The findings of two lists of versions under which an API is served. */
import { type AnyApi, type Deprecation, noticeDays, stabilityOf } from '../../schema/index.ts';
import type { Finding } from '../finding.ts';
import {
  type DeprecationChange,
  deprecationChange,
  deprecationNote,
  isOver,
  type Today,
} from './deprecation-changes.ts';
import { membership, platformFinding, type PlatformRuleId } from './platform-rules.ts';

/** Every difference of the versions, of which the API stores one. A version that is gone after its sunset was announced. */
export function versionFindings(old: AnyApi, now: AnyApi, today: Today): Finding[] {
  const place = old.kind;
  const says = `${place} was stored as ${old.version} and is stored as ${now.version}`;
  const stored = { id: 'storage-version-changed', place, says, subject: now.version } as const;
  return [
    ...membership(servedBy(old), servedBy(now), {
      added: (version) => ({
        id: 'version-added',
        place,
        subject: version,
        says: `${place} now has the version ${version}`,
      }),
      removed: (version) => ({
        id: isAnnounced(old, version, today) ? 'deprecated-version-removed' : 'version-removed',
        place,
        subject: version,
        says: `${place} no longer has the version ${version}${deprecationNote(deprecationOf(old, version))}`,
      }),
    }),
    ...servedBy(old).flatMap((version) => deprecationFindings([old, now], version, today)),
    ...(old.version === now.version ? [] : [platformFinding(stored)]),
  ];
}

function servedBy({ version, alsoServed }: AnyApi): readonly string[] {
  return [version, ...alsoServed];
}

function deprecationOf({ deprecatedVersions }: AnyApi, version: string): Deprecation | undefined {
  return Object.hasOwn(deprecatedVersions, version) ? deprecatedVersions[version] : undefined;
}

function isAnnounced(old: AnyApi, version: string, today: Today): boolean {
  const deprecation = deprecationOf(old, version);
  return deprecation !== undefined && isOver(deprecation, today);
}

const ids = {
  deprecated: 'version-deprecated',
  'deprecated-at-short-notice': 'version-deprecated-at-short-notice',
  undeprecated: 'version-undeprecated',
  'sunset-earlier': 'version-sunset-earlier',
  'sunset-later': 'version-sunset-later',
} as const satisfies Readonly<Record<DeprecationChange, PlatformRuleId>>;

function deprecationFindings([old, now]: readonly [AnyApi, AnyApi], version: string, { today }: Today): Finding[] {
  if (!servedBy(now).includes(version)) return [];
  const days = noticeDays[stabilityOf(version)];
  const found = deprecationChange(deprecationOf(old, version), deprecationOf(now, version), { today, days });
  if (found === undefined) return [];
  const says = `the version ${version} of ${old.kind} ${found.says}`;
  return [platformFinding({ id: ids[found.change], place: old.kind, subject: version, says })];
}
