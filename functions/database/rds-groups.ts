/** The groups that an RDS instance of a database belongs to: where it lives, and how it is set. */
import { ParameterGroup } from '../readiness/rds-parameter-group.ts';
import { SubnetGroup } from '../readiness/rds-subnet-group.ts';
import { parameterGroupName, type RdsContext } from './rds.ts';

/** The private subnets in which the instance and its standby live. */
export function subnets({ aws, region, identity, tags, managed }: RdsContext) {
  return SubnetGroup({
    metadata: { annotations: { 'crossplane.io/external-name': identity } },
    spec: {
      ...managed,
      forProvider: { region, description: 'Private subnets of a database.', subnetIds: aws.subnetIDs, tags },
    },
  });
}

/** The server's settings, by major version: an upgrade needs a group of the new version before it lets go of the old one. */
export function parameters(context: RdsContext) {
  const { plan, region, tags, managed } = context;
  const { version } = plan.record;
  const settings = Object.entries({ 'rds.force_ssl': '1', ...plan.settings });
  return {
    [version]: ParameterGroup({
      metadata: { annotations: { 'crossplane.io/external-name': parameterGroupName(context) } },
      spec: {
        ...managed,
        forProvider: {
          region,
          family: `postgres${version}`,
          description: 'Settings of a database.',
          parameter: settings.map(([name, value]) => ({ name, value, applyMethod: applyMethodOf(name) })),
          tags,
        },
      },
    }),
  };
}

/** Some parameters take effect only when the server starts. */
function applyMethodOf(parameter: string): string {
  return parameter === 'max_connections' ? 'pending-reboot' : 'immediate';
}
