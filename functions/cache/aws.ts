/** Cache on AWS: ElastiCache, with a user for the application. */
import { main, none, perItem, resource } from 'planesmith/authoring';
import { alarms } from '../alarms/aws.ts';
import { target } from '../bind.ts';
import { firewall, ingress } from '../cloud/aws/firewall.ts';
import { insistOnNetwork } from '../cloud/aws/network.ts';
import { managedBy } from '../cloud/managed.ts';
import { awsKey, awsPlace, encryptionOf } from '../cloud/placement.ts';
import { generator, passwordSecret, passwordOf } from '../cluster/password.ts';
import { MetricAlarm } from '../kinds/cloudwatch-metric-alarm.ts';
import { SecurityGroup } from '../kinds/ec2-security-group.ts';
import { SecurityGroupIngressRule } from '../kinds/ec2-security-group-ingress-rule.ts';
import { ReplicationGroup } from '../kinds/elasticache-replication-group.ts';
import { SubnetGroup } from '../kinds/elasticache-subnet-group.ts';
import { UserGroup } from '../kinds/elasticache-user-group.ts';
import { User } from '../kinds/elasticache-user.ts';
import { ExternalSecret } from '../kinds/external-secret.ts';
import { Password } from '../kinds/password.ts';
import { elasticacheAlarms } from './alarms.ts';
import { connectionSecret } from './connection.ts';
import { nodes, port, subnets, user, users } from './elasticache.ts';
import { cachePlanner } from './plan.ts';
import { nodeFor } from './sizes.ts';
import { cacheStatus } from './status.ts';
import { username } from './user.ts';

export const aws = target(
  cachePlanner,
  {
    // ElastiCache's default parameter groups have only this mode.
    abilities: { evictions: ['expiring'] },
    environment: ['aws'],
    resources: {
      cache: main(ReplicationGroup, { after: ['firewall', 'subnets', 'users'] }),
      subnets: SubnetGroup,
      firewall: SecurityGroup,
      ingress: perItem(SecurityGroupIngressRule, { after: ['firewall'] }),
      generator: Password,
      login: ExternalSecret,
      user: resource(User, { after: ['login'] }),
      users: resource(UserGroup, { after: ['user'] }),
      alarm: perItem(MetricAlarm, { after: ['cache'] }),
    },
    secrets: { login: 'login' },
    record: {
      decide: {
        identity: ({ cloudName }) => cloudName('cache', { maxLength: 40 }),
        ...awsPlace,
        ...awsKey,
        version: () => '8.0',
      },
      recover: ({ cache, firewall: group }, recorded) => ({
        identity: cache?.metadata?.annotations?.['crossplane.io/external-name'] ?? group?.spec.forProvider.name,
        region: cache?.spec.forProvider.region ?? group?.spec.forProvider.region,
        ...encryptionOf(recorded, cache && { key: cache.spec.forProvider.kmsKeyId }),
        version: cache?.spec.forProvider.engineVersion,
      }),
    },
  },
  ({ claim, plan, record, environment, observed, secrets, name }) => {
    const { region, identity, memoryMB } = record;
    insistOnNetwork(environment.aws, { what: 'cache', region, existing: observed.firewall });
    const managed = managedBy(environment.aws.providerConfig, { retain: false });
    const place = { aws: environment.aws, region, identity, managed };
    const host = observed.cache?.status?.atProvider?.primaryEndpointAddress;
    const watched = { ...place, claim, links: plan.links, existing: observed.alarm };
    return {
      resources: {
        cache: nodes(place, {
          record,
          nodeType: nodeFor(memoryMB, plan.nodes).nodeType,
          highlyAvailable: plan.highlyAvailable,
          firewall: name('firewall'),
          subnets: name('subnets'),
          existing: observed.cache,
        }),
        subnets: subnets(place),
        firewall: firewall(place, 'cache'),
        ingress: ingress(place, name('firewall'), port),
        generator: generator(),
        login: passwordSecret(name('login'), name('generator')),
        user: user(place, name('login')),
        users: users(place, name('user')),
        alarm: alarms(
          { ...watched, namespace: 'AWS/ElastiCache', dimension: 'CacheClusterId' },
          elasticacheAlarms(plan, identity),
        ),
      },
      secret: {
        ...connectionSecret({ host, port, username, password: passwordOf(secrets.login), tls: true }),
        'ca.crt': none('a public authority signs the certificate'),
      },
      status: cacheStatus(plan, { memoryMB: nodeFor(memoryMB, plan.nodes).memoryMB, host, port }),
    };
  },
);
