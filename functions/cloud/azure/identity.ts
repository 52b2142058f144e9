/** The application's identity at Azure. A ServiceAccount of the cluster acts as it without a key. */
import type { ComposeOptions, WithSections } from 'planesmith/authoring';
import type { Environment } from '../../environment/index.ts';
import { type AccountLookup, cloudIdentityOf } from '../account.ts';
import { externalName, managedBy, namedByProvider } from '../managed.ts';
import { FederatedIdentityCredential } from '../../kinds/azure-federated-identity-credential.ts';
import { UserAssignedIdentity } from '../../kinds/azure-user-assigned-identity.ts';
import type { ServiceAccount } from '../../kinds/service-account.ts';

export interface Identity {
  /** The API group of the platform. */
  readonly apiGroup: string;
  readonly azure: WithSections<Environment, 'azure.oidcIssuer'>['azure'];
  readonly location: string;
  readonly group: string;
  /** The name of the identity in its resource group. */
  readonly id: string;
  readonly existing: UserAssignedIdentity | undefined;
}

const clientID = 'azure.workload.identity/client-id';
/** Other claims need this annotation: Azure assigns roles to the principal, which does not follow from the client id. */
const principalID = (apiGroup: string) => `${apiGroup}/principal-id`;

/** The principal of the ServiceAccount that the claim names. Throws a `UserError` if it is unknown. */
export function principalOf({ apiGroup }: Identity, lookup: Omit<AccountLookup, 'annotation'>): string {
  return cloudIdentityOf({ ...lookup, annotation: principalID(apiGroup) });
}

/** The identity. It is deleted with the claim, even if data is retained. Azure's provider takes its name from a field. */
export function identity(place: Identity, options?: ComposeOptions) {
  const { azure, location, group: resourceGroupName, id } = place;
  return UserAssignedIdentity(
    {
      spec: {
        ...namedByProvider(managedBy(azure.providerConfig, { retain: false })),
        forProvider: { name: id, location, resourceGroupName },
      },
    },
    options,
  );
}

/** Lets the ServiceAccount `subject` (`<namespace>:<name>`) act as the composed identity of that name. */
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
 * The annotations by which a ServiceAccount acts as the identity
 * (azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html). Undefined until Azure has reported the
 * client id. Values that the account already has stay.
 */
export function annotationsOf({ apiGroup, azure, existing }: Identity, account: ServiceAccount | undefined) {
  const { clientId, principalId } = existing?.status?.atProvider ?? {};
  const client = clientId ?? account?.metadata?.annotations?.[clientID];
  const principal = principalId ?? account?.metadata?.annotations?.[principalID(apiGroup)];
  return client === undefined
    ? undefined
    : {
        [clientID]: client,
        'azure.workload.identity/tenant-id': azure.tenantID,
        ...(principal !== undefined && { [principalID(apiGroup)]: principal }),
      };
}
