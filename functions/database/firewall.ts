/** Who may reach a database on AWS. */
import type { ComposedResource } from 'planesmith/runtime';
import { SecurityGroup } from '../readiness/ec2-security-group.ts';
import { SecurityGroupIngressRule } from '../readiness/ec2-security-group-ingress-rule.ts';
import type { RdsContext } from './rds.ts';

/** The security group: without egress rules, since a database starts no connections. */
export function firewall({ aws, region, identity, managed }: RdsContext) {
  return SecurityGroup({
    spec: {
      ...managed,
      forProvider: { region, name: identity, description: 'Who may reach a database.', vpcId: aws.vpcID },
    },
  });
}

/** One rule for each security group and address range of the environment's clients, by a name made from it. */
export function ingress({ aws, region, managed }: RdsContext, group: string) {
  const rule = (source: { referencedSecurityGroupId: string } | { cidrIpv4: string }) =>
    SecurityGroupIngressRule(
      {
        spec: {
          ...managed,
          forProvider: {
            region,
            securityGroupIdRef: { name: group },
            ipProtocol: 'tcp',
            fromPort: 5432,
            toPort: 5432,
            ...source,
          },
        },
      },
      { after: ['firewall'] },
    );
  const { securityGroupIDs, cidrs } = aws.clients;
  return Object.fromEntries<ComposedResource<SecurityGroupIngressRule>>([
    ...securityGroupIDs.map((id) => [id, rule({ referencedSecurityGroupId: id })] as const),
    ...cidrs.map((range) => [range.replaceAll(/[^0-9]/g, '-'), rule({ cidrIpv4: range })] as const),
  ]);
}
