/** Checks that the rights of a release are in the cluster before its function answers. */
import type { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { Incapable } from '../../authoring/incapable.ts';
import type { StepInput } from './input.ts';

/** The name of the static requirement in the Composition's step. */
export const rightsRequirement = 'rights';

/**
 * Throws `Incapable` if Crossplane looked for the sign that the rights of this release are there, and found none. Crossplane stops at the
 * first kind that it has no rights for, with a part of the objects applied, and calls no function for that claim from then on.
 */
export function insistOnRights(
  requiredResources: RunFunctionRequest['requiredResources'],
  { platformVersion, target }: StepInput,
): void {
  const found = Object.hasOwn(requiredResources, rightsRequirement) ? requiredResources[rightsRequirement] : undefined;
  if (found === undefined || found.items.length > 0) return;
  throw new Incapable(
    `The rights of release ${platformVersion} are not in this cluster, so nothing was changed: the platform team must apply install/${target}/rbac.yaml of that release`,
  );
}
