/** A federated identity credential, which lets a ServiceAccount act as an identity, is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { FederatedIdentityCredential as Model } from '../models/managedidentity.azure.m.upbound.io/v1beta1/federated-identity-credential.ts';
import { ruledOut } from './ruled-out.ts';

export type FederatedIdentityCredential = Model;
export const FederatedIdentityCredential = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-azurerm@v4.80.0 internal/services/managedidentity/federated_identity_credential_resource.go:54-99
  immutable: ['spec.forProvider.parentId', 'spec.forProvider.parentIdRef.name', 'spec.forProvider.resourceGroupName'],
  ready: ready.managed,
});
