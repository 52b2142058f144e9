/** provider-upjet-aws: RDS with its security groups, and buckets with their users. */
import { managedConditions, refused } from './condition.ts';
import { playedTime } from './fake.ts';
import { simple } from './managed.ts';
import type { Player } from './play.ts';

interface InstanceSpec {
  readonly writeConnectionSecretToRef: { readonly name: string };
  readonly forProvider: {
    readonly allocatedStorage: number;
    readonly engineVersion: string;
    readonly instanceClass: string;
    readonly multiAz: boolean;
    readonly identifier: string;
    readonly optionGroupName?: string;
    readonly port: number;
    readonly region: string;
    readonly username: string;
    readonly passwordSecretRef: { readonly name: string; readonly key: string };
  };
}

interface AccessKeySpec {
  readonly writeConnectionSecretToRef: { readonly name: string };
  readonly forProvider: { readonly user: string };
}

/** While it is being created the login is known and the address is not. */
const instance: Player = (object, stage, world) => {
  const { writeConnectionSecretToRef, forProvider } = object['spec'] as InstanceSpec;
  const { allocatedStorage, engineVersion, identifier, instanceClass, multiAz, region, username, passwordSecretRef } =
    forProvider;
  const isReady = stage === 'ready';
  const { host, port } = world.address(identifier);
  const endpoint = `${host}:${port}`;
  const password = world.password(identifier);
  const optionGroupName = `default:postgres-${engineVersion.split('.')[0]}`;
  const { status } = object as { readonly status?: { readonly atProvider?: { readonly engineVersion?: string } } };
  // An upgrade changes the group. Afterwards AWS refuses the group of the earlier version.
  const isUpgraded = status?.atProvider?.engineVersion === engineVersion;
  const refusal = `option group ${forProvider.optionGroupName} is not of version ${engineVersion}`;
  const accepts = !isUpgraded || [undefined, optionGroupName].includes(forProvider.optionGroupName);

  return {
    status: {
      atProvider: {
        optionGroupName,
        id: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
        arn: `arn:aws:rds:${region}:000000000000:db:${identifier}`,
        allocatedStorage,
        engineVersion,
        engineVersionActual: `${engineVersion}.4`,
        instanceClass,
        multiAz,
        status: isReady ? 'available' : 'creating',
        ...(isReady && { address: host, endpoint, port, latestRestorableTime: playedTime }),
      },
      conditions: accepts ? managedConditions(object, isReady) : refused(object, refusal),
    },
    secrets: {
      [passwordSecretRef.name]: { [passwordSecretRef.key]: password },
      [writeConnectionSecretToRef.name]: {
        username,
        password,
        'attribute.password': password,
        ...(isReady && { address: host, host, endpoint, port: String(port) }),
      },
    },
  };
};

/** The id and the secret of a key are known once AWS has created it. */
const accessKey: Player = (object, stage, world, neighbours) => {
  const { writeConnectionSecretToRef, forProvider } = object['spec'] as AccessKeySpec;
  return {
    ...simple('AKIA0000000000000000')(object, stage, world, neighbours),
    ...(stage === 'ready' && {
      secrets: {
        [writeConnectionSecretToRef.name]: {
          username: 'AKIA0000000000000000',
          password: world.password(forProvider.user),
        },
      },
    }),
  };
};

interface ReplicationGroupSpec {
  readonly forProvider: {
    readonly nodeType: string;
    readonly engineVersion: string;
    readonly numCacheClusters: number;
    readonly automaticFailoverEnabled: boolean;
    readonly multiAzEnabled: boolean;
  };
}

/** The address of a cache is known once it exists. */
const replicationGroup: Player = (object, stage, world) => {
  const { nodeType, engineVersion, ...wanted } = (object['spec'] as ReplicationGroupSpec).forProvider;
  const { numCacheClusters, automaticFailoverEnabled, multiAzEnabled } = wanted;
  const available = { numCacheClusters, automaticFailoverEnabled, multiAzEnabled };
  const { host } = world.address(object.metadata.annotations?.['crossplane.io/external-name'] ?? '');
  return {
    status: {
      ...(stage === 'ready' && {
        atProvider: { nodeType, engineVersion, ...available, primaryEndpointAddress: host },
      }),
      conditions: managedConditions(object, stage === 'ready'),
    },
  };
};

export const providerAws: Readonly<Record<string, Player>> = {
  'rds.aws.m.upbound.io/v1beta1 Instance': instance,
  'rds.aws.m.upbound.io/v1beta1 SubnetGroup': simple('a-subnet-group'),
  'rds.aws.m.upbound.io/v1beta1 ParameterGroup': simple('a-parameter-group'),
  's3.aws.m.upbound.io/v1beta1 Bucket': simple('a-bucket'),
  's3.aws.m.upbound.io/v1beta1 BucketPublicAccessBlock': simple('a-bucket'),
  's3.aws.m.upbound.io/v1beta1 BucketServerSideEncryptionConfiguration': simple('a-bucket'),
  's3.aws.m.upbound.io/v1beta1 BucketVersioning': simple('a-bucket'),
  's3.aws.m.upbound.io/v1beta1 BucketLifecycleConfiguration': simple('a-bucket'),
  's3.aws.m.upbound.io/v1beta1 BucketPolicy': simple('a-bucket'),
  'iam.aws.m.upbound.io/v1beta1 User': simple('a-user'),
  'iam.aws.m.upbound.io/v1beta1 Policy': simple('a-policy'),
  'iam.aws.m.upbound.io/v1beta1 UserPolicyAttachment': simple('an-attachment'),
  'iam.aws.m.upbound.io/v1beta1 AccessKey': accessKey,
  'iam.aws.m.upbound.io/v1beta1 Role': simple('a-role'),
  'iam.aws.m.upbound.io/v1beta1 RolePolicy': simple('a-role:a-policy'),
  'secretsmanager.aws.m.upbound.io/v1beta1 Secret': simple(
    'arn:aws:secretsmanager:eu-central-1:000000000000:secret:a-secret-AbCdEf',
  ),
  'elasticache.aws.m.upbound.io/v1beta1 ReplicationGroup': replicationGroup,
  'elasticache.aws.m.upbound.io/v1beta1 SubnetGroup': simple('a-subnet-group'),
  'elasticache.aws.m.upbound.io/v1beta1 User': simple('a-user'),
  'elasticache.aws.m.upbound.io/v1beta1 UserGroup': simple('a-user-group'),
  'sns.aws.m.upbound.io/v1beta1 Topic': simple('arn:aws:sns:eu-central-1:000000000000:a-topic'),
  'sns.aws.m.upbound.io/v1beta1 TopicSubscription': simple('arn:aws:sns:eu-central-1:000000000000:a-topic:0'),
  'sqs.aws.m.upbound.io/v1beta1 Queue': simple('https://sqs.eu-central-1.amazonaws.com/000000000000/a-queue'),
  'sqs.aws.m.upbound.io/v1beta1 QueuePolicy': simple('https://sqs.eu-central-1.amazonaws.com/000000000000/a-queue'),
  'eks.aws.m.upbound.io/v1beta1 PodIdentityAssociation': simple('a-00000000000000000'),
  'cloudwatch.aws.m.upbound.io/v1beta1 MetricAlarm': simple('an-alarm'),
  'ec2.aws.m.upbound.io/v1beta1 SecurityGroup': simple('sg-00000000000000000'),
  'ec2.aws.m.upbound.io/v1beta1 SecurityGroupIngressRule': simple('sgr-00000000000000000'),
};
