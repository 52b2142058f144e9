/** Cache on Azure: a managed Redis. Its login is the user `default` with an access key, which Azure generates. */
import { main, none, perItem } from 'planesmith/authoring';
import { alarms } from '../alarms/azure.ts';
import { target } from '../bind.ts';
import { azurePlace } from '../cloud/placement.ts';
import { publicName } from '../cloud/public-name.ts';
import { ManagedRedis } from '../kinds/azure-managed-redis.ts';
import { MonitorMetricAlert } from '../kinds/azure-metric-alert.ts';
import { managedRedisAlarms } from './alarms.ts';
import { connectionSecret } from './connection.ts';
import { recoverFromRedis, redis } from './managed-redis.ts';
import { cachePlanner } from './plan.ts';
import { managedRedisFor, managedRedisMemory } from './sizes.ts';
import { cacheStatus } from './status.ts';

/** The port of every managed Redis (learn.microsoft.com/azure/redis/architecture). */
const port = 10_000;

export const azure = target(
  cachePlanner,
  {
    abilities: {
      evictions: ['any', 'expiring', 'none'],
      growsTo: ({ product }) => managedRedisMemory(product),
    },
    environment: ['azure.cache'],
    resources: { cache: main(ManagedRedis), alarm: perItem(MonitorMetricAlert, { after: ['cache'] }) },
    secrets: { login: 'cache' },
    record: {
      decide: {
        // Names are unique among all customers of Azure.
        identity: ({ environment: { azure: facts }, cloudName }) =>
          publicName({
            cloud: 'azure',
            prefix: facts.cache.namePrefix,
            key: 'cache',
            maxLength: 60,
            cloudName,
          }),
        ...azurePlace,
        // An existing cache cannot become highly available.
        highlyAvailable: ({ plan }) => plan.highlyAvailable,
        product: ({ record }) => managedRedisFor(record.memoryMB),
      },
      recover: recoverFromRedis,
    },
  },
  ({ claim, plan: decided, record, environment, observed, secrets, name }) => {
    const { cache } = observed;
    const plan = { ...decided, highlyAvailable: record.highlyAvailable };
    const { id, hostname: host } = cache?.status?.atProvider ?? {};
    const password = secrets.login['attribute.default_database.0.primary_access_key'];
    return {
      resources: {
        cache: redis({ plan, record, azure: environment.azure, existing: cache, connectionSecret: name('cache') }),
        alarm: alarms(
          {
            claim,
            links: plan.links,
            azure: environment.azure,
            identity: record.identity,
            group: record.group,
            type: 'Microsoft.Cache/redisEnterprise',
            id,
            existing: observed.alarm,
          },
          managedRedisAlarms,
        ),
      },
      secret: {
        ...connectionSecret({ host, port, username: 'default', password, tls: true }),
        'ca.crt': none('a public authority signs the certificate'),
      },
      status: cacheStatus(plan, { memoryMB: managedRedisMemory(record.product) ?? record.memoryMB, host, port }),
    };
  },
);
