/** The vault of a claim at Azure, which only this cluster's network reaches. */
import type { WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Vault } from '../kinds/azure-key-vault.ts';
import type { CredentialStorePlan } from './plan.ts';

interface Place {
  readonly plan: CredentialStorePlan;
  readonly azure: WithSections<Environment, 'azure.secrets' | 'azure.clientSubnetIDs'>['azure'];
  readonly group: string;
  readonly subscriptionID: string;
  /** What exists of it: how long Azure keeps what is deleted cannot be changed. */
  readonly existing: Vault | undefined;
}

/**
 * The vault. Where the claim retains its values nobody can purge it, from then on for good
 * (learn.microsoft.com/azure/key-vault/general/soft-delete-overview).
 */
export function vault(place: Place) {
  const { plan, azure, group, existing } = place;
  const { record, retain } = plan;
  const before = existing?.spec.forProvider;
  return Vault({
    metadata: externalName(record.path),
    spec: {
      ...managedBy(azure.providerConfig, { retain }),
      forProvider: {
        location: record.region ?? azure.location,
        resourceGroupName: group,
        tenantId: azure.tenantID,
        skuName: 'standard',
        rbacAuthorizationEnabled: true,
        purgeProtectionEnabled: retain || before?.purgeProtectionEnabled === true,
        softDeleteRetentionDays: before?.softDeleteRetentionDays ?? (retain ? 90 : 7),
        // What the named subnets reach is the public address, which is closed to everybody else.
        publicNetworkAccessEnabled: true,
        networkAcls: {
          virtualNetworkSubnetIds: [...azure.clientSubnetIDs, ...(azure.secrets.writerSubnetIDs ?? [])],
        },
      },
    },
  });
}

/** The address of the vault. */
export const addressOf = ({ record }: CredentialStorePlan) => `https://${record.path}.vault.azure.net`;

/** The id of the vault. */
export function idOf({ plan, group, subscriptionID }: Place): string {
  return `/subscriptions/${subscriptionID}/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${plan.record.path}`;
}
