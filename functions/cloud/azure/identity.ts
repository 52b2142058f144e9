/** Who an application is at Azure: an identity of its own, as which its account in this cluster acts without any key. */
import type { ComposeOptions, WithSections } from 'planesmith/authoring';
import { group } from '../../../apis/group.ts';
import type { Environment } from '../../environment/index.ts';
import { whoIs } from '../account.ts';
import { externalName, managedBy } from '../managed.ts';
import { FederatedIdentityCredential } from '../../kinds/azure-federated-identity-credential.ts';
import { UserAssignedIdentity } from '../../kinds/azure-user-assigned-identity.ts';
import type { ServiceAccount } from '../../kinds/service-account.ts';

export interface Identity {
  readonly azure: WithSections<Environment, 'azure.oidcIssuer'>['azure'];
  readonly location: string;
  readonly group: string;
  /** The name of the identity in its resource group. */
  readonly id: string;
  readonly existing: UserAssignedIdentity | undefined;
}

const clientID = 'azure.workload.identity/client-id';
/** By which another claim gives rights to it: Azure gives them to the principal, which the client id does not tell. */
const principalID = `${group}/principal-id`;

/** The principal of an account of this cluster that the claim names; throws a `UserError` where nobody knows it. */
export function givenPrincipal(given: Omit<Parameters<typeof whoIs>[0], 'annotation'>): string {
  return whoIs({ ...given, annotation: principalID });
}

/** The identity itself: it goes with the claim, also where data stays. Azure's provider takes its name from a field. */
export function identity(place: Identity, options?: ComposeOptions) {
  const { azure, location, group: resourceGroupName, id } = place;
  return UserAssignedIdentity(
    {
      spec: {
        ...managedBy(azure.providerConfig, { retain: false }),
        forProvider: { name: id, location, resourceGroupName },
      },
    },
    options,
  );
}

/** Lets an account of this cluster (`<namespace>:<name>`) act as the composed identity of that name. */
export function trust(place: Identity, identityName: string, subject: string, options?: ComposeOptions) {
  const { azure, group: resourceGroupName, id } = place;
  return FederatedIdentityCredential(
    {
      metadata: externalName(id),
      spec: {
        ...managedBy(azure.providerConfig, { retain: false }),
        forProvider: {
          audience: ['api://AzureADTokenExchange'],
          issuer: azure.oidcIssuer,
          subject: `system:serviceaccount:${subject}`,
          parentIdRef: { name: identityName },
          resourceGroupName,
        },
      },
    },
    options,
  );
}

/**
 * The annotations by which an account of this cluster acts as it, once Azure has said its client id
 * (azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html). One that was known stays.
 */
export function annotationsOf({ azure, existing }: Identity, account: ServiceAccount | undefined) {
  const { clientId, principalId } = existing?.status?.atProvider ?? {};
  const client = clientId ?? account?.metadata?.annotations?.[clientID];
  const principal = principalId ?? account?.metadata?.annotations?.[principalID];
  return client === undefined
    ? undefined
    : {
        [clientID]: client,
        'azure.workload.identity/tenant-id': azure.tenantID,
        ...(principal !== undefined && { [principalID]: principal }),
      };
}
