/** The rights of an application's identity at Azure: a built-in role on a resource. */
import { managedBy, namedByProvider } from '../managed.ts';
import { RoleAssignment } from '../../kinds/azure-role-assignment.ts';
import type { Identity } from './identity.ts';

interface Assignment {
  /** Such as `Storage Blob Data Contributor` (learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
  readonly role: string;
  /** The id of the resource. */
  readonly scope: string;
  /** The assignment that exists. It names the principal even if the identity is not observed now. */
  readonly existing: RoleAssignment | undefined;
  /** The principal, if it is not that of the identity. */
  readonly principal?: string | undefined;
}

/** Assigns the role to the identity. It must be created after the identity, since Azure generates the principal. */
export function roleAssignment(
  { azure, existing: identity }: Identity,
  { role, scope, existing, principal }: Assignment,
) {
  // If the identity was created again, the principal differs. The provider then reports that it cannot change, and the claim is not ready.
  const principalId = identity?.status?.atProvider?.principalId ?? existing?.spec.forProvider.principalId ?? principal;
  return RoleAssignment({
    spec: {
      ...namedByProvider(managedBy(azure.providerConfig, { retain: false })),
      forProvider: {
        roleDefinitionName: role,
        scope,
        principalType: 'ServicePrincipal',
        ...(principalId !== undefined && { principalId }),
      },
    },
  });
}

/** The subscription in an Azure resource id; undefined without an id. */
export function subscriptionIn(id: string | undefined): string | undefined {
  return /^\/subscriptions\/([^/]+)\//.exec(id ?? '')?.[1];
}
