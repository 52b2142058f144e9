/** A vault is ready when Azure has it. */
import { composed, managed } from 'planesmith/authoring';
import { isRetained } from '../cloud/managed.ts';
import { Vault as Model } from '../models/keyvault.azure.m.upbound.io/v1beta1/vault.ts';

export type Vault = Model;
export const Vault = composed(Model, {
  ready: managed,
  concerns: {
    // Azure encrypts whatever it stores; nothing has to be asked for.
    encryption: {},
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      return spec.forProvider.purgeProtectionEnabled === true
        ? {}
        : 'anybody may purge it in Azure (purgeProtectionEnabled)';
    },
    // Whoever is not in a subnet that the vault names stays out, Azure's own services too.
    private: { spec: { forProvider: { networkAcls: { defaultAction: 'Deny', bypass: 'None' } } } },
  },
});
