/** The vault of a claim at Azure, which only the networks in the environment reach. */
import type { Claim, CloudName, WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { hashOf } from '../cloud/public-name.ts';
import { Vault } from '../kinds/azure-key-vault.ts';
import { keyIn } from './stored-secret.ts';

interface NewVault {
  readonly claim: Claim;
  readonly plan: { readonly retain: boolean };
  readonly environment: WithSections<Environment, 'azure.secrets'>;
  readonly cloudName: CloudName;
}

/**
 * The name of a new claim's vault: the company's prefix and a hash, because all Azure customers share these names of 24 characters.
 *
 * Azure keeps a deleted vault for days (learn.microsoft.com/azure/key-vault/general/soft-delete-overview), and its provider restores it
 * with all values if a new one has its name. A claim that retains its values wants that. Any other must not get them, so the hash
 * depends on the time of its creation.
 */
export function vaultName({ claim, plan, environment, cloudName }: NewVault): string {
  const key = keyIn(claim, plan.retain ? 'vault' : `vault-${claim.createdAt ?? ''}`);
  return `${environment.azure.secrets.vaultPrefix}-${hashOf(cloudName, key)}`;
}

interface VaultRecord {
  /** The name of the vault. */
  readonly path: string;
  readonly region: string;
  readonly group: string;
  readonly accountID: string;
}

interface VaultOptions {
  readonly plan: { readonly retain: boolean };
  readonly record: VaultRecord;
  readonly azure: WithSections<Environment, 'azure.secrets' | 'azure.clientSubnetIDs'>['azure'];
  /** The existing vault: the time for which Azure keeps deleted values cannot be changed. */
  readonly existing: Vault | undefined;
}

/**
 * The vault. If the claim retains its values, nobody can purge it, and that cannot be undone
 * (learn.microsoft.com/azure/key-vault/general/soft-delete-overview).
 */
export function vault({ plan, record, azure, existing }: VaultOptions) {
  const { retain } = plan;
  const before = existing?.spec.forProvider;
  return Vault({
    metadata: externalName(record.path),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      forProvider: {
        location: record.region,
        resourceGroupName: record.group,
        tenantId: azure.tenantID,
        skuName: 'standard',
        rbacAuthorizationEnabled: true,
        purgeProtectionEnabled: retain || before?.purgeProtectionEnabled === true,
        softDeleteRetentionDays: before?.softDeleteRetentionDays ?? (retain ? 90 : 7),
        // The named subnets reach the vault at its public address, which is closed to everybody else.
        publicNetworkAccessEnabled: true,
        networkAcls: {
          virtualNetworkSubnetIds: [...new Set([...azure.clientSubnetIDs, ...(azure.secrets.writerSubnetIDs ?? [])])],
        },
      },
    },
  });
}

/** The address of the vault. */
export const vaultUrl = ({ path }: Pick<VaultRecord, 'path'>) => `https://${path}.vault.azure.net`;

/** The id of the vault. */
export function vaultID({ path, group, accountID }: Omit<VaultRecord, 'region'>): string {
  return `/subscriptions/${accountID}/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${path}`;
}
