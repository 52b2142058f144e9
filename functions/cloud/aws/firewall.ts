/** Who may reach what AWS runs in the environment's network. */
import type { ComposedResource } from 'planesmith/authoring';
import type { Environment } from '../../environment/index.ts';
import { managedBy } from '../managed.ts';
import { SecurityGroup } from '../../kinds/ec2-security-group.ts';
import { SecurityGroupIngressRule } from '../../kinds/ec2-security-group-ingress-rule.ts';

/** What is guarded, and where. */
export interface Guarded {
  readonly aws: NonNullable<Environment['aws']>;
  readonly region: string;
  /** The name of the group, unique in the account. */
  readonly identity: string;
  readonly managed: ReturnType<typeof managedBy>;
}

/** The security group: without egress rules, since what it guards starts no connections; `what` is said after "a". */
export function firewall({ aws, region, identity, managed }: Guarded, what: string) {
  return SecurityGroup({
    spec: {
      ...managed,
      forProvider: { region, name: identity, description: `Who may reach a ${what}.`, vpcId: aws.vpcID },
    },
  });
}

/**
 * One rule for each security group and address range of the environment's clients, by a name made from it. None is ever retained: whom
 * the environment no longer names must be shut out, and what outlives its claim needs no way in.
 */
export function ingress({ aws, region }: Guarded, group: string, port: number) {
  const rule = (source: { referencedSecurityGroupId: string } | { cidrIpv4: string }) =>
    SecurityGroupIngressRule({
      spec: {
        ...managedBy(aws.providerConfig, { retain: false }),
        forProvider: {
          region,
          securityGroupIdRef: { name: group },
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
          ...source,
        },
      },
    });
  const { securityGroupIDs, cidrs } = aws.clients;
  return Object.fromEntries<ComposedResource<SecurityGroupIngressRule>>([
    ...securityGroupIDs.map((id) => [id, rule({ referencedSecurityGroupId: id })] as const),
    ...cidrs.map((range) => [range.replaceAll(/[^0-9]/g, '-'), rule({ cidrIpv4: range })] as const),
  ]);
}
