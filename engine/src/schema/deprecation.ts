/** What a deprecated field or version says to people, and how long it must go on working. */

/** The end of a field or of a version, which people know in advance. Days are such as `2027-01-31`. */
export interface Deprecation {
  /** What to write instead; completes "use …". */
  readonly instead: string;
  /** The day of the release that says so first. */
  readonly since: string;
  /** The last day on which every release must have it. */
  readonly sunset: string;
}

/** The stability that the name of a version promises: https://kubernetes.io/docs/reference/using-api/#api-versioning */
export type Stability = 'alpha' | 'beta' | 'stable';

/**
 * The least number of days from `since` to `sunset`. Kubernetes gives users of a command as long (rule 5a of
 * https://kubernetes.io/docs/reference/using-api/deprecation-policy/): what has a single form at a time, as the fields of a claim have.
 */
export const noticeDays: Readonly<Record<Stability, number>> = { alpha: 0, beta: 90, stable: 365 };

/** The stability of a version such as `v1beta1`. */
export function stabilityOf(version: string): Stability {
  const [, word] = /^v\d+(alpha|beta)\d+$/.exec(version) ?? [];
  return word === 'alpha' || word === 'beta' ? word : 'stable';
}

/** The days of notice that an API owes for its fields: those of its most stable version, since all versions have the same fields. */
export function noticeOf({
  version,
  alsoServed,
}: {
  readonly version: string;
  readonly alsoServed: readonly string[];
}): number {
  return Math.max(...[version, ...alsoServed].map((name) => noticeDays[stabilityOf(name)]));
}

/** What people read, as the end of a sentence: since when, what to use, and how long it works. */
export function deprecationText({ instead, since, sunset }: Deprecation): string {
  return `deprecated since ${since}: use ${instead}; it works at least until ${sunset}`;
}

/** The description of a field with the text of its deprecation behind it, since a CRD can mark only whole versions. */
export function describedAsDeprecated(description: string | undefined, text: string): string {
  return `${description ?? ''} ${text[0]?.toUpperCase()}${text.slice(1)}.`.trim();
}

/** What kubectl prints to whoever uses a deprecated version. */
export function versionWarning(kind: string, version: string, deprecation: Deprecation): string {
  return `${version} ${kind} is ${deprecationText(deprecation)}`;
}
