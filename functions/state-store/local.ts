/** StateStore wherever there are Databases and Caches: one of these, and the Dapr component that uses it. */
import { main, none, target } from 'planesmith/authoring';
import { component, type FromSecret } from '../cluster/dapr-component.ts';
import { Component } from '../kinds/dapr-component.ts';
import { Cache } from '../kinds/own-cache.ts';
import { Database } from '../kinds/own-database.ts';
import { effectiveDeletion } from '../grants/retention.ts';
import { memoryMB, sizeOf } from './limits.ts';
import { plan, type StateStorePlan } from './plan.ts';

/** In a cluster, what the environment says of caches decides whether one can keep the state. */
export const local = over(['incluster.cache']);
export const cloud = over([]);

function over(uses: readonly 'incluster.cache'[]) {
  return target(
    plan,
    {
      uses,
      resources: { component: main(Component), database: Database, cache: Cache },
      recover: ({ database, cache }) => {
        if (database !== undefined) {
          const { spec: { size, storageGB } = {}, status } = database;
          // One that was never granted has no storage yet.
          return { backend: 'postgres' as const, size, ...(status?.effective && { storageGB }) };
        }
        return cache === undefined ? {} : { backend: 'redis' as const, size: sizeOf(cache.spec?.memoryMB) };
      },
    },
    ({ plan: decided, observed, name }) => {
      const { record, eviction, links } = decided;
      const { size, storageGB } = record;
      const deletion = effectiveDeletion(decided);
      // Deleted before its Database has let go of the data, it would leave that behind for good.
      const stillRetained = observed.database?.status?.effective?.deletion === 'retain';
      const isDatabase = record.backend === 'postgres';
      // The Secret of what is composed has its name, so that the component can say it before there is one.
      const from = (key: string) => ({ name: name(isDatabase ? 'database' : 'cache'), key });
      return {
        resources: {
          component: isDatabase ? postgres(decided, from) : redis(decided, from),
          database: isDatabase
            ? Database({
                spec: { size, ...(storageGB && { storageGB }), deletion, connectionSecret: { name: name('database') } },
              })
            : none('a Cache keeps the state'),
          cache: isDatabase
            ? none('a Database keeps the state')
            : Cache({ spec: { memoryMB: memoryMB[size], eviction, connectionSecret: { name: name('cache') } } }),
        },
        secret: {},
        status: {
          component: name('component'),
          effective: { backend: record.backend, deletion: stillRetained ? 'retain' : deletion },
          links,
        },
      };
    },
  );
}

type Lookup = (key: string) => FromSecret;

/** https://docs.dapr.io/reference/components-reference/supported-state-stores/setup-postgresql-v2: a URI is a connection string too. */
function postgres({ scopes, actors }: StateStorePlan, from: Lookup) {
  const metadata = { connectionString: from('uri'), actorStateStore: String(actors) };
  return component({ type: 'state.postgresql', version: 'v2', apps: scopes, metadata }, ['database']);
}

/** https://docs.dapr.io/reference/components-reference/supported-state-stores/setup-redis */
function redis({ scopes, actors }: StateStorePlan, from: Lookup) {
  const metadata = {
    redisHost: from('host'),
    redisPort: from('port'),
    redisUsername: from('username'),
    redisPassword: from('password'),
    enableTLS: from('tls'),
    actorStateStore: String(actors),
  };
  return component({ type: 'state.redis', version: 'v1', apps: scopes, metadata }, ['cache']);
}
