/** Cache on Azure: a managed Redis. An access key is its login: the user `default`, with a password that Azure makes up. */
import { each, main, secretValues, target } from 'planesmith/authoring';
import { alerts } from '../alarms/azure.ts';
import { ManagedRedis } from '../kinds/azure-managed-redis.ts';
import { MonitorMetricAlert } from '../kinds/azure-metric-alert.ts';
import { managedRedisAlarms } from './alarms.ts';
import { connectionSecret } from './connection.ts';
import { recoverFromRedis, redis } from './managed-redis.ts';
import { plan } from './plan.ts';
import { managedRedisMemory } from './sizes.ts';
import { cacheStatus } from './status.ts';

/** Where every managed Redis listens (learn.microsoft.com/azure/redis/architecture). */
const port = 10_000;

export const azure = target(
  plan,
  {
    needs: ['azure.cache'],
    // A public authority signs the certificate.
    lacks: ['ca.crt'],
    resources: { cache: main(ManagedRedis), alarm: each(MonitorMetricAlert) },
    // Crossplane does not watch what the provider writes: required, a new key reaches the application's Secret at once.
    requires: ({ name }) => ({ login: { apiVersion: 'v1', kind: 'Secret', name: name('cache') } }),
    recover: recoverFromRedis,
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { cache } = observed;
    const { record, product } = decided;
    const { id, hostname: host } = cache?.status?.atProvider ?? {};
    const password = secretValues(required.login)['attribute.default_database.0.primary_access_key'];
    return {
      resources: {
        cache: redis({ plan: decided, azure: environment.azure, existing: cache, connectionSecret: name('cache') }),
        alarm: alerts(
          {
            claim,
            links: decided.links,
            azure: environment.azure,
            identity: record.identity,
            group: record.group ?? environment.azure.resourceGroup,
            type: 'Microsoft.Cache/redisEnterprise',
            id,
            after: 'cache',
            existing: observed.alarm,
          },
          managedRedisAlarms,
        ),
      },
      secret: connectionSecret({ host, port, username: 'default', password, tls: true }),
      status: cacheStatus(decided, { memoryMB: managedRedisMemory(product) ?? record.memoryMB, host, port }),
    };
  },
);
