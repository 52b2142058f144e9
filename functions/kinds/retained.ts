/** Whether the data of a managed resource is retained. */

/** Whether a managed resource outlives the one in the cluster, so that its data is retained. */
export function isRetained({
  managementPolicies = ['*'],
}: {
  readonly managementPolicies?: readonly string[] | undefined;
}): boolean {
  return !managementPolicies.includes('*') && !managementPolicies.includes('Delete');
}
