/** A key vault is ready when Azure has it. */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { isRetained } from './retained.ts';
import { Vault as Model } from '../models/keyvault.azure.m.upbound.io/v1beta1/vault.ts';
import { noPods } from './ruled-out.ts';

export type Vault = Model;
export const Vault = composed(Model, {
  // terraform-provider-azurerm@v4.80.0 internal/services/keyvault/key_vault_resource.go:74 is its name;
  // location and group: commonschema of go-azure-helpers
  immutable: ['spec.forProvider.location', 'spec.forProvider.resourceGroupName'],
  ready: ready.managed,
  concerns: {
    ...noPods(),
    // Key Vault answers over TLS alone (learn.microsoft.com/azure/key-vault/general/security-features).
    tls: holds,
    backups: none('Azure keeps deleted entries itself'),
    monitoring: none('an alarm watches the SecretStore that reads it'),
    // Azure encrypts all stored data; no field asks for it.
    encryption: holds,
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      return spec.forProvider.purgeProtectionEnabled === true
        ? holds
        : 'nothing protects it from a purge in Azure (purgeProtectionEnabled)';
    },
    // Only clients in the subnets that the vault names get in; Azure's own services do not.
    private: { spec: { forProvider: { networkAcls: { defaultAction: 'Deny', bypass: 'None' } } } },
  },
});
