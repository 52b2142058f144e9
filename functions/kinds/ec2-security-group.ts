/** A security group is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { SecurityGroup as Model } from '../models/ec2.aws.m.upbound.io/v1beta1/security-group.ts';

export type SecurityGroup = Model;
export const SecurityGroup = composed(Model, { ready: ready.managed });
