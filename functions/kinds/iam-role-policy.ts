/** What a role may do is in force when AWS has it. */
import { composed, managed } from 'planesmith/authoring';
import { RolePolicy as Model } from '../models/iam.aws.m.upbound.io/v1beta1/role-policy.ts';

export type RolePolicy = Model;
export const RolePolicy = composed(Model, { ready: managed });
