/** What changed in the deprecation of a field or a version, judged by the day on which two releases are compared. */
import { daysBetween, type Deprecation } from '../../schema/index.ts';

/** The day of a comparison, as `2027-01-31`: removals are judged by it, and no clock is read. */
export interface Today {
  readonly today: string;
}

/** The kinds of change; those of a field and of a version have rules of their own. */
export type DeprecationChange =
  'deprecated' | 'deprecated-at-short-notice' | 'undeprecated' | 'sunset-earlier' | 'sunset-later';

/**
 * What changed, with the words that follow the name of the field or version; undefined if nothing did that people act on. `days` are those that
 * must be between today and the sunset of what was not deprecated before: whoever reads it today knew nothing.
 */
export function deprecationChange(
  old: Deprecation | undefined,
  now: Deprecation | undefined,
  { today, days }: Today & { readonly days: number },
): { readonly change: DeprecationChange; readonly says: string } | undefined {
  if (now === undefined) {
    return old === undefined ? undefined : { change: 'undeprecated', says: 'is no longer deprecated' };
  }
  if (old === undefined) {
    const says = `is deprecated, with the sunset ${now.sunset} (use ${now.instead})`;
    const isShort = daysBetween(today, now.sunset) < days;
    return { change: isShort ? 'deprecated-at-short-notice' : 'deprecated', says };
  }
  if (old.sunset === now.sunset) return undefined;
  const says = `had the sunset ${old.sunset}, and has ${now.sunset}`;
  return { change: now.sunset < old.sunset ? 'sunset-earlier' : 'sunset-later', says };
}

/** Whether a release may be without it: the sunset is over. */
export function isOver({ sunset }: Deprecation, { today }: Today): boolean {
  return today > sunset;
}

/** What is known of something that is gone, for a message; empty if it was not deprecated. */
export function deprecationNote(deprecation: Deprecation | undefined): string {
  if (deprecation === undefined) return '';
  const { instead, since, sunset } = deprecation;
  return ` (deprecated since ${since}, with the sunset ${sunset}: use ${instead})`;
}
