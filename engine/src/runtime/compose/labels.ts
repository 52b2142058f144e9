/** The labels of composed objects, and of objects that they cause: one selector finds all of a claim, of a team, or of a release. */
import type { Claim } from '../../authoring/claim.ts';

/** The platform behind an object. */
export interface Origin {
  /** The platform's API group. */
  readonly group: string;
  readonly platform: string;
  /** The version of the platform. */
  readonly release: string;
}

/** The common labels of Kubernetes (https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/), and the platform's own. */
export function commonLabels({ kind, name, team }: Claim, origin: Origin): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': kind.toLowerCase(),
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/managed-by': origin.platform,
    ...groupLabels(team, origin),
  };
}

/**
 * The labels of an object that a composed one carries or causes, maybe in another namespace. They have none of the common names, for two
 * reasons. Its operator may set those itself, and undo ours at every look (CloudNativePG pkg/reconciler/persistentvolumeclaim/metadata.go).
 * If Argo CD tracks by `app.kubernetes.io/instance`, it prunes an object with that label and without an owner
 * (https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/).
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
