/** An RDS subnet group is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { SubnetGroup as Model } from '../models/rds.aws.m.upbound.io/v1beta1/subnet-group.ts';
import { ruledOut } from './ruled-out.ts';

export type SubnetGroup = Model;
export const SubnetGroup = composed(Model, {
  concerns: ruledOut('it names subnets of the environment'),
  ready: ready.managed,
});
