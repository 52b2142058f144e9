/** The rule by which kinds with data tell that it is retained. */

/** Whether the external resource outlives the managed resource, so that its data is retained. */
export function isRetained({
  managementPolicies = ['*'],
}: {
  readonly managementPolicies?: readonly string[] | undefined;
}): boolean {
  return !managementPolicies.includes('*') && !managementPolicies.includes('Delete');
}
