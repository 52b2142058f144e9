/** A cache on AWS: ElastiCache for Valkey in private subnets, with one user. */
import type { Environment } from '../environment/index.ts';
import { externalName, type managedBy } from '../cloud/managed.ts';
import { passwordIn } from '../cluster/password.ts';
import { ReplicationGroup } from '../kinds/elasticache-replication-group.ts';
import { SubnetGroup } from '../kinds/elasticache-subnet-group.ts';
import { UserGroup } from '../kinds/elasticache-user-group.ts';
import { User } from '../kinds/elasticache-user.ts';
import { rights, username } from './user.ts';

export const port = 6379;
const engine = 'valkey';

export interface Place {
  readonly aws: NonNullable<Environment['aws']>;
  readonly region: string;
  readonly identity: string;
  readonly managed: ReturnType<typeof managedBy>;
}

/** The private subnets of the nodes. */
export function subnets({ aws, region, identity, managed }: Place) {
  return SubnetGroup({
    metadata: externalName(identity),
    spec: {
      ...managed,
      forProvider: { region, description: 'Private subnets of a cache.', subnetIds: aws.subnetIDs },
    },
  });
}

/** The application's user. */
export function user({ region, identity, managed }: Place, passwordSecret: string) {
  return User({
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
  });
}

/** The users of the cache: the application's user alone. */
export function users({ region, identity, managed }: Place, userName: string) {
  return UserGroup({
    metadata: externalName(identity),
    spec: { ...managed, forProvider: { region, engine, userIdRefs: [{ name: userName }] } },
  });
}

interface Nodes {
  readonly record: { readonly version: string; readonly key?: string | undefined };
  readonly nodeType: string;
  readonly highlyAvailable: boolean;
  /** Name of the composed SecurityGroup. */
  readonly firewall: string;
  /** Name of the composed SubnetGroup. */
  readonly subnets: string;
  /** The nodes that exist. */
  readonly existing: ReplicationGroup | undefined;
}

/** The nodes, encrypted at rest and in transit; if highly available, two of them in two zones. */
export function nodes(
  { region, identity, managed }: Place,
  { record, nodeType, highlyAvailable, firewall, subnets: subnetGroup, existing }: Nodes,
) {
  const version = versionOf(existing, record.version);
  return ReplicationGroup({
    metadata: externalName(identity),
    spec: {
      ...managed,
      forProvider: {
        region,
        description: 'A cache.',
        engine,
        engineVersion: version,
        nodeType,
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
  });
}

/**
 * The newest of the recorded version, the version in the spec, and the running version.
 *
 * AWS itself upgrades minor versions, and versions past their support. A version below the running one would replace the cache
 * (terraform-provider-aws internal/service/elasticache/engine_version.go), which the provider refuses permanently.
 */
function versionOf(existing: ReplicationGroup | undefined, recorded: string): string {
  const desired = existing?.spec.forProvider.engineVersion;
  const running = existing?.status?.atProvider?.engineVersion;
  return [recorded, desired, running]
    .filter((version) => version !== undefined)
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .at(-1) as string;
}
