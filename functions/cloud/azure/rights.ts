/** What an application's identity may do at Azure: one built-in role on one resource. */
import { managedBy } from '../managed.ts';
import { RoleAssignment } from '../../kinds/azure-role-assignment.ts';
import type { Identity } from './identity.ts';

interface Right {
  /** Such as `Storage Blob Data Contributor` (learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
  readonly role: string;
  /** The id of the resource. */
  readonly scope: string;
  /** What exists of it: whom it is for is known from it however little is observed just now. */
  readonly existing: RoleAssignment | undefined;
  /** The principal, where it is not that of the identity. */
  readonly principal?: string | undefined;
}

/** Lets the identity of `place` do it. It must be created after the identity: Azure makes up its principal. */
export function right({ azure, existing: identity }: Identity, { role, scope, existing, principal }: Right) {
  // One whose identity was made anew is for nobody: the provider then says that it cannot be changed, and the claim is not ready.
  const principalId = identity?.status?.atProvider?.principalId ?? existing?.spec.forProvider.principalId ?? principal;
  return RoleAssignment({
    spec: {
      ...managedBy(azure.providerConfig, { retain: false }),
      forProvider: {
        roleDefinitionName: role,
        scope,
        principalType: 'ServicePrincipal',
        ...(principalId !== undefined && { principalId }),
      },
    },
  });
}

/** The subscription that an id of Azure's begins with; undefined without an id. */
export function subscriptionIn(id: string | undefined): string | undefined {
  return /^\/subscriptions\/([^/]+)\//.exec(id ?? '')?.[1];
}
