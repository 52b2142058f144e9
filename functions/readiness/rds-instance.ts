/** An RDS instance is ready when AWS says that it is available. */
import { composed, managed } from 'planesmith/runtime';
import { Instance as Model } from '../models/rds.aws.m.upbound.io/v1beta1/instance.ts';

export type Instance = Model;
export const Instance = composed(Model, { ready: managed });
