/** A storage account is ready when Azure has it. */
import { composed, none, ready } from 'planesmith/authoring';
import { Account as Model } from '../models/storage.azure.m.upbound.io/v1beta1/account.ts';
import { noPods } from './ruled-out.ts';

export type Account = Model;
export const Account = composed(Model, {
  ready: ready.managed,
  concerns: {
    ...noPods(),
    backups: none('objects are kept in versions if the claim asks for it'),
    retention: none(
      'Azure protects a single resource only by a lock on its resource group, which the platform team sets',
    ),
    monitoring: none('it grows by itself, and Azure runs it'),
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
