/** A storage account is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { Account as Model } from '../models/storage.azure.m.upbound.io/v1beta1/account.ts';

export type Account = Model;
export const Account = composed(Model, {
  ready: ready.managed,
  concerns: {
    // Azure encrypts all stored data; this field adds a second layer below it.
    encryption: { spec: { forProvider: { infrastructureEncryptionEnabled: true } } },
    tls: { spec: { forProvider: { minTlsVersion: 'TLS1_2', httpsTrafficOnlyEnabled: true } } },
    private: {
      spec: {
        forProvider: { allowNestedItemsToBePublic: false, networkRules: { defaultAction: 'Deny', bypass: ['None'] } },
      },
    },
  },
});
