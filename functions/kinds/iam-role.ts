/** An IAM role is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { Role as Model } from '../models/iam.aws.m.upbound.io/v1beta1/role.ts';

export type Role = Model;
export const Role = composed(Model, { ready: ready.managed });
