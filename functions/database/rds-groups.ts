/** The groups of a database's RDS instance: its subnets, and its parameters. */
import { externalName, managedBy } from '../cloud/managed.ts';
import { ParameterGroup } from '../kinds/rds-parameter-group.ts';
import { SubnetGroup } from '../kinds/rds-subnet-group.ts';
import { parameterGroupName, type RdsContext } from './rds.ts';

/** The private subnets of the instance and its standby. */
export function subnets({ aws, region, identity, managed }: RdsContext) {
  return SubnetGroup({
    metadata: externalName(identity),
    spec: {
      ...managed,
      forProvider: { region, description: 'Private subnets of a database.', subnetIds: aws.subnetIDs },
    },
  });
}

/**
 * The server's settings by major version. An upgrade needs a group of the new version; the old group is deleted only afterwards, even if
 * data is retained.
 */
export function parameters(context: RdsContext, running: string | undefined) {
  const versions = new Set([running ?? context.version, context.version]);
  return Object.fromEntries([...versions].map((version) => [version, parametersOf(context, version)]));
}

function parametersOf(context: RdsContext, version: string) {
  const { plan, aws, region, managed } = context;
  const settings = Object.entries({ 'rds.force_ssl': '1', ...plan.settings });
  return ParameterGroup({
    metadata: externalName(parameterGroupName(context, version)),
    spec: {
      ...(version === context.version ? managed : managedBy(aws.providerConfig, { retain: false })),
      forProvider: {
        region,
        family: `postgres${version}`,
        description: 'Settings of a database.',
        parameter: settings.map(([name, value]) => ({ name, value, applyMethod: applyMethodOf(name) })),
      },
    },
  });
}

/** Some parameters take effect only when the server starts. */
function applyMethodOf(parameter: string): string {
  return parameter === 'max_connections' ? 'pending-reboot' : 'immediate';
}
