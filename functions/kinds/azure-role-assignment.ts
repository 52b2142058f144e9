/** A role assignment, which gives an identity its rights, is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { RoleAssignment as Model } from '../models/authorization.azure.m.upbound.io/v1beta1/role-assignment.ts';
import { ruledOut } from './ruled-out.ts';

export type RoleAssignment = Model;
export const RoleAssignment = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-azurerm@v4.80.0 internal/services/authorization/role_assignment_resource.go:58-149
  immutable: [
    'spec.forProvider.condition',
    'spec.forProvider.conditionVersion',
    'spec.forProvider.delegatedManagedIdentityResourceId',
    'spec.forProvider.description',
    'spec.forProvider.principalId',
    'spec.forProvider.principalType',
    'spec.forProvider.roleDefinitionId',
    'spec.forProvider.roleDefinitionName',
    'spec.forProvider.scope',
  ],
  ready: ready.managed,
});
