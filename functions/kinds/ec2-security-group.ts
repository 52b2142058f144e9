/** A security group is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { SecurityGroup as Model } from '../models/ec2.aws.m.upbound.io/v1beta1/security-group.ts';
import { ruledOut } from './ruled-out.ts';

export type SecurityGroup = Model;
export const SecurityGroup = composed(Model, {
  concerns: ruledOut('it lets nobody in without a rule, and its rules are judged'),
  ready: ready.managed,
});
