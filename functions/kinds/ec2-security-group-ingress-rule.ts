/** An ingress rule of a security group is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { SecurityGroupIngressRule as Model } from '../models/ec2.aws.m.upbound.io/v1beta1/security-group-ingress-rule.ts';

export type SecurityGroupIngressRule = Model;
export const SecurityGroupIngressRule = composed(Model, { ready: ready.managed });
