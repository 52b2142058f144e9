/** Cache on AWS: ElastiCache, with a user of the application's own. */
import { each, main, target } from 'planesmith/authoring';
import { alarms } from '../alarms/aws.ts';
import { firewall, ingress } from '../cloud/aws/firewall.ts';
import { insistOnNetwork } from '../cloud/aws/network.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { managedBy } from '../cloud/managed.ts';
import { generator, madeOnce, passwordOf, requirePassword } from '../cluster/password.ts';
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
import { plan } from './plan.ts';
import { nodeFor } from './sizes.ts';
import { cacheStatus } from './status.ts';
import { username } from './user.ts';

export const aws = target(
  plan,
  {
    needs: ['aws'],
    // A public authority signs the certificate.
    lacks: ['ca.crt'],
    resources: {
      cache: main(ReplicationGroup),
      subnets: SubnetGroup,
      firewall: SecurityGroup,
      ingress: each(SecurityGroupIngressRule),
      generator: Password,
      login: ExternalSecret,
      user: User,
      users: UserGroup,
      alarm: each(MetricAlarm),
    },
    requires: ({ name }) => ({ login: requirePassword(name('login')) }),
    recover: ({ cache, firewall: group }) => ({
      identity: cache?.metadata?.annotations?.['crossplane.io/external-name'] ?? group?.spec.forProvider.name,
      region: cache?.spec.forProvider.region ?? group?.spec.forProvider.region,
      ...encryptionOf(cache && { key: cache.spec.forProvider.kmsKeyId }),
      version: cache?.spec.forProvider.engineVersion,
    }),
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { aws: facts } = environment;
    const { region = facts.region, identity, memoryMB } = decided.record;
    insistOnNetwork(facts, { what: 'cache', region: decided.record.region, existing: observed.firewall });
    const managed = managedBy(facts.providerConfig, { retain: false });
    const place = { plan: decided, aws: facts, region, identity, managed, existing: observed.cache };
    const host = observed.cache?.status?.atProvider?.primaryEndpointAddress;
    return {
      resources: {
        cache: nodes(place, name('firewall'), name('subnets')),
        subnets: subnets(place),
        firewall: firewall(place, 'cache'),
        ingress: ingress(place, name('firewall'), port),
        generator: generator(),
        login: madeOnce(name('login'), name('generator')),
        user: user(place, name('login')),
        users: users(place, name('user')),
        alarm: alarms(
          {
            ...place,
            claim,
            links: decided.links,
            namespace: 'AWS/ElastiCache',
            dimension: 'CacheClusterId',
            after: 'cache',
            existing: observed.alarm,
          },
          elasticacheAlarms(decided),
        ),
      },
      secret: connectionSecret({ host, port, username, password: passwordOf(required.login), tls: true }),
      status: cacheStatus(decided, { memoryMB: nodeFor(memoryMB).memoryMB, host, port }),
    };
  },
);
