/** A key vault is ready when Azure has it. */
import { composed, holds, ready } from 'planesmith/authoring';
import { isRetained } from './retained.ts';
import { Vault as Model } from '../models/keyvault.azure.m.upbound.io/v1beta1/vault.ts';

export type Vault = Model;
export const Vault = composed(Model, {
  ready: ready.managed,
  concerns: {
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
