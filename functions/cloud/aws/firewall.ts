/** The security group of a server at AWS, and the rules that let the environment's clients in. */
import type { ComposedResource } from 'planesmith/authoring';
import type { Environment } from '../../environment/index.ts';
import { managedBy, namedByProvider } from '../managed.ts';
import { SecurityGroup } from '../../kinds/ec2-security-group.ts';
import { SecurityGroupIngressRule } from '../../kinds/ec2-security-group-ingress-rule.ts';

/** The place of the server. */
interface FirewallPlace {
  readonly aws: NonNullable<Environment['aws']>;
  readonly region: string;
  /** The name of the group, unique in the account. */
  readonly identity: string;
  readonly managed: ReturnType<typeof managedBy>;
}

/** The security group of a `server`, such as "cache". It has no egress rules, since the server starts no connections. */
export function firewall({ aws, region, identity, managed }: FirewallPlace, server: string) {
  return SecurityGroup({
    spec: {
      ...namedByProvider(managed),
      forProvider: { region, name: identity, description: `Who may reach a ${server}.`, vpcId: aws.vpcID },
    },
  });
}

/**
 * One rule for each security group and address range of the environment's clients. The key of a rule is its group or range.
 *
 * No rule is retained: clients that the environment no longer names must be shut out, and a server that outlives its claim has no clients.
 */
export function ingress({ aws, region }: FirewallPlace, group: string, port: number) {
  const rule = (source: { referencedSecurityGroupId: string } | { cidrIpv4: string }) =>
    SecurityGroupIngressRule({
      spec: {
        ...namedByProvider(managedBy(aws.providerConfig, { retain: false })),
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
