/** The labels that every composed object has, so that one selector finds all of a claim, of a team, or of a release. */
import type { Claim } from './claim.ts';

interface Made {
  /** The platform's API group. */
  readonly group: string;
  readonly platform: string;
  /** The version of the platform. */
  readonly release: string;
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/, and under the group what only this platform knows. */
export function commonLabels({ kind, name, team }: Claim, made: Made): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': kind.toLowerCase(),
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/managed-by': made.platform,
    [`${made.group}/release`]: made.release,
    ...(team !== undefined && { [`${made.group}/team`]: team }),
  };
}
