/** The labels that every composed object has, so that one selector finds all of a claim, of a team, or of a release; also those of objects further away. */
import type { Claim } from '../../authoring/claim.ts';

/** The platform behind an object. */
export interface Origin {
  /** The platform's API group. */
  readonly group: string;
  readonly platform: string;
  /** The version of the platform. */
  readonly release: string;
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/, and under the group what only this platform knows. */
export function commonLabels({ kind, name, team }: Claim, origin: Origin): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': kind.toLowerCase(),
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/managed-by': origin.platform,
    ...groupLabels(team, origin),
  };
}

/**
 * The same for an object that a composed one carries or causes, whose namespace may be another. None of the common names: its maker may
 * set those itself, and set ours back at every look (CloudNativePG pkg/reconciler/persistentvolumeclaim/metadata.go), and Argo CD, where it tracks by `app.kubernetes.io/instance`, takes an object with that and without an owner for its
 * own, and prunes it (https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/).
 */
export function furtherLabels(
  { kind, name, namespace, team }: Claim,
  origin: Origin,
): Readonly<Record<string, string>> {
  return {
    ...groupLabels(team, origin),
    [`${origin.group}/kind`]: kind,
    [`${origin.group}/claim`]: name,
    ...(namespace !== '' && { [`${origin.group}/namespace`]: namespace }),
  };
}

const groupLabels = (team: string | undefined, { group, release }: Origin) => ({
  [`${group}/release`]: release,
  ...(team !== undefined && { [`${group}/team`]: team }),
});
