/** The subnets of a cache are ready when AWS has the group. */
import { composed, managed } from 'planesmith/authoring';
import { SubnetGroup as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/subnet-group.ts';

export type SubnetGroup = Model;
export const SubnetGroup = composed(Model, { ready: managed });
