/** An ElastiCache user group is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { UserGroup as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/user-group.ts';
import { ruledOut } from './ruled-out.ts';

export type UserGroup = Model;
export const UserGroup = composed(Model, {
  concerns: ruledOut('it says who may log in, and holds no data'),
  ready: ready.managed,
});
