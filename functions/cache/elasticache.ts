/** A cache on AWS: ElastiCache for Valkey in private subnets, and the one user that may use it. */
import type { Environment } from '../environment/index.ts';
import { externalName, type managedBy } from '../cloud/managed.ts';
import { passwordIn } from '../cluster/password.ts';
import { ReplicationGroup } from '../kinds/elasticache-replication-group.ts';
import { SubnetGroup } from '../kinds/elasticache-subnet-group.ts';
import { UserGroup } from '../kinds/elasticache-user-group.ts';
import { User } from '../kinds/elasticache-user.ts';
import type { CachePlan } from './plan.ts';
import { nodeFor } from './sizes.ts';
import { rights, username } from './user.ts';

export const port = 6379;
const engine = 'valkey';

export interface Place {
  readonly plan: CachePlan;
  readonly aws: NonNullable<Environment['aws']>;
  readonly region: string;
  readonly identity: string;
  readonly managed: ReturnType<typeof managedBy>;
  /** The nodes that exist. */
  readonly existing: ReplicationGroup | undefined;
}

/** The private subnets in which its nodes live. */
export function subnets({ aws, region, identity, managed }: Place) {
  return SubnetGroup({
    metadata: externalName(identity),
    spec: {
      ...managed,
      forProvider: { region, description: 'Private subnets of a cache.', subnetIds: aws.subnetIDs },
    },
  });
}

/** The application's own user. */
export function user({ region, identity, managed }: Place, passwordSecret: string) {
  return User(
    {
      metadata: externalName(identity),
      spec: {
        ...managed,
        forProvider: {
          region,
          engine,
          userName: username,
          accessString: rights,
          authenticationMode: { type: 'password', passwordsSecretRef: [passwordIn(passwordSecret)] },
        },
      },
    },
    { after: ['login'] },
  );
}

/** Who may use the cache: that user alone. */
export function users({ region, identity, managed }: Place, userName: string) {
  return UserGroup(
    {
      metadata: externalName(identity),
      spec: { ...managed, forProvider: { region, engine, userIdRefs: [{ name: userName }] } },
    },
    { after: ['user'] },
  );
}

/** The nodes: encrypted where they store and in transit, two of them in two zones where the environment is highly available. */
export function nodes({ plan, region, identity, managed, existing }: Place, firewall: string, subnetGroup: string) {
  const { highlyAvailable, record } = plan;
  const version = versionOf(existing, record.version);
  return ReplicationGroup(
    {
      metadata: externalName(identity),
      spec: {
        ...managed,
        forProvider: {
          region,
          description: 'A cache.',
          engine,
          ...(version !== undefined && { engineVersion: version }),
          nodeType: nodeFor(record.memoryMB).nodeType,
          port,
          numCacheClusters: highlyAvailable ? 2 : 1,
          automaticFailoverEnabled: highlyAvailable,
          multiAzEnabled: highlyAvailable,
          ...(record.key !== undefined && { kmsKeyId: record.key }),
          securityGroupIdRefs: [{ name: firewall }],
          subnetGroupNameRef: { name: subnetGroup },
          userGroupIds: [identity],
          autoMinorVersionUpgrade: 'true',
          applyImmediately: true,
        },
      },
    },
    { after: ['firewall', 'subnets', 'users'] },
  );
}

/**
 * The newest of what was decided, asked for and runs. AWS upgrades minor versions by itself, and whatever is past its support; to ask for
 * less than what runs would make the cache anew (terraform-provider-aws internal/service/elasticache/engine_version.go), which the provider
 * refuses for good.
 */
function versionOf(existing: ReplicationGroup | undefined, decided: string | undefined): string | undefined {
  const asked = existing?.spec.forProvider.engineVersion;
  const runs = existing?.status?.atProvider?.engineVersion;
  return [decided, asked, runs]
    .filter((version) => version !== undefined)
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .at(-1);
}
