/** An RDS parameter group is ready when AWS has it. */
import { composed, managed } from 'planesmith/runtime';
import { ParameterGroup as Model } from '../models/rds.aws.m.upbound.io/v1beta1/parameter-group.ts';

export type ParameterGroup = Model;
export const ParameterGroup = composed(Model, { ready: managed });
