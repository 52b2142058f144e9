/** A blob container is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { Container as Model } from '../models/storage.azure.m.upbound.io/v1beta1/container.ts';
import { ruledOut } from './ruled-out.ts';

export type Container = Model;
export const Container = composed(Model, {
  // terraform-provider-azurerm@v4.80.0 internal/services/storage/storage_container_resource.go:87-176
  immutable: [
    'spec.forProvider.defaultEncryptionScope',
    'spec.forProvider.encryptionScopeOverrideEnabled',
    'spec.forProvider.storageAccountId',
    'spec.forProvider.storageAccountName',
  ],
  ready: ready.managed,
  concerns: {
    ...ruledOut('its account is judged'),
    private: { spec: { forProvider: { containerAccessType: 'private' } } },
  },
});
