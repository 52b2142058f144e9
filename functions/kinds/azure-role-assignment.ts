/** What an identity may do is ready when Azure knows it. */
import { composed, managed } from 'planesmith/authoring';
import { RoleAssignment as Model } from '../models/authorization.azure.m.upbound.io/v1beta1/role-assignment.ts';

export type RoleAssignment = Model;
export const RoleAssignment = composed(Model, { ready: managed });
