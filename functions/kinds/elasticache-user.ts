/** An ElastiCache user is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { User as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/user.ts';
import { ruledOut } from './ruled-out.ts';

export type User = Model;
export const User = composed(Model, {
  concerns: ruledOut('it says who may log in, and holds no data'),
  ready: ready.managed,
});
