/**
 * The labels by which one selector finds all objects of a claim or a team. The platform's version is in the claim's status alone: as a label
 * it would change every object at every release, and operators would act on each change.
 */
import type { Claim } from '../../authoring/claim.ts';

/** The platform that composed an object. */
export interface Origin {
  /** The platform's API group. */
  readonly group: string;
  readonly platform: string;
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
 * The labels of an object that is created from a composed one, maybe in another namespace. The common labels of Kubernetes are left out
 * for two reasons. Operators may set them themselves and overwrite ours (CloudNativePG pkg/reconciler/persistentvolumeclaim/metadata.go).
 * If Argo CD tracks by `app.kubernetes.io/instance`, it prunes an object that has that label and no owner
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

const groupLabels = (team: string | undefined, { group }: Origin) => ({
  ...(team !== undefined && { [`${group}/team`]: team }),
});
