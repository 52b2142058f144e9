/** A security group is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { SecurityGroup as Model } from '../models/ec2.aws.m.upbound.io/v1beta1/security-group.ts';
import { ruledOut } from './ruled-out.ts';

export type SecurityGroup = Model;
export const SecurityGroup = composed(Model, {
  concerns: ruledOut('it lets nobody in without a rule, and its rules are judged'),
  // terraform-provider-aws@30ff468c8d internal/service/ec2/vpc_security_group.go:68-110;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: [
    'spec.forProvider.description',
    'spec.forProvider.name',
    'spec.forProvider.region',
    'spec.forProvider.vpcId',
  ],
  ready: ready.managed,
});
