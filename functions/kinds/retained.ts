/** Whether the data of a managed resource is retained. */

/** Whether the external resource outlives the managed resource. */
export function isRetained({
  managementPolicies = ['*'],
}: {
  readonly managementPolicies?: readonly string[] | undefined;
}): boolean {
  return !managementPolicies.includes('*') && !managementPolicies.includes('Delete');
}
