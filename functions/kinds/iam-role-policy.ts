/** An inline policy of an IAM role is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { RolePolicy as Model } from '../models/iam.aws.m.upbound.io/v1beta1/role-policy.ts';

export type RolePolicy = Model;
export const RolePolicy = composed(Model, { ready: ready.managed });
