/** An ingress rule of a security group is ready when AWS has it. */
import { composed, holds, ready } from 'planesmith/authoring';
import { SecurityGroupIngressRule as Model } from '../models/ec2.aws.m.upbound.io/v1beta1/security-group-ingress-rule.ts';
import { ruledOut } from './ruled-out.ts';

export type SecurityGroupIngressRule = Model;
export const SecurityGroupIngressRule = composed(Model, {
  // terraform-provider-aws@30ff468c8d internal/service/ec2/vpc_security_group_ingress_rule.go:142;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: [
    'spec.forProvider.region',
    'spec.forProvider.securityGroupId',
    'spec.forProvider.securityGroupIdRef.name',
  ],
  ready: ready.managed,
  concerns: {
    ...ruledOut('it says who may connect to another resource'),
    private: ({ spec: { forProvider } }) =>
      [forProvider.cidrIpv4, forProvider.cidrIpv6].some((range) => range?.endsWith('/0'))
        ? 'it lets every address in (cidrIpv4, cidrIpv6)'
        : holds,
  },
});
