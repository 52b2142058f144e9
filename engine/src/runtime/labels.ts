/** The labels that every composed object has, so that one selector finds all of a claim, of a team, or of a release; also those of objects further away. */
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

/** The same for an object that a composed one carries or causes: its namespace may be another, and the names above its maker's own. */
export function fullLabels(claim: Claim, made: Made): Readonly<Record<string, string>> {
  return {
    ...commonLabels(claim, made),
    [`${made.group}/kind`]: claim.kind,
    [`${made.group}/claim`]: claim.name,
    ...(claim.namespace !== '' && { [`${made.group}/namespace`]: claim.namespace }),
  };
}
