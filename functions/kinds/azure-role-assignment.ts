/** A role assignment, which gives an identity its rights, is ready when Azure has it. */
import { composed, ready } from 'planesmith/authoring';
import { RoleAssignment as Model } from '../models/authorization.azure.m.upbound.io/v1beta1/role-assignment.ts';
import { ruledOut } from './ruled-out.ts';

export type RoleAssignment = Model;
export const RoleAssignment = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  ready: ready.managed,
});
