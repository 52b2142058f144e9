/** A user-assigned identity, as which applications run, is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { UserAssignedIdentity as Model } from '../models/managedidentity.azure.m.upbound.io/v1beta1/user-assigned-identity.ts';
import { ruledOut } from './ruled-out.ts';

export type UserAssignedIdentity = Model;
export const UserAssignedIdentity = composed(Model, {
  concerns: ruledOut('it is an identity, and holds no data'),
  // terraform-provider-azurerm@v4.80.0 internal/services/managedidentity/user_assigned_identity_resource.go:67;
  // location and group: commonschema of go-azure-helpers
  immutable: ['spec.forProvider.location', 'spec.forProvider.name', 'spec.forProvider.resourceGroupName'],
  ready: ready.managed,
});
