/** A StateStore on any target: a Database or a Cache, and the Dapr component that uses it. */
import { main, none } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { component, type FromSecret } from '../cluster/dapr-component.ts';
import { Component } from '../kinds/dapr-component.ts';
import { Cache } from '../kinds/own-cache.ts';
import { Database } from '../kinds/own-database.ts';
import { effectiveDeletion } from '../grants/retention.ts';
import { memoryMB } from '../../apis/state-store.ts';
import { sizeOf } from './limits.ts';
import { type StateStoreAbilities, type StateStorePlan, stateStorePlanner } from './plan.ts';

/** A target with these abilities, which reads these sections of the environment if they exist. */
export function stateStoreOn(abilities: StateStoreAbilities, environment: readonly 'incluster.cache?'[] = []) {
  return target(
    stateStorePlanner,
    {
      abilities,
      environment,
      resources: {
        component: main(Component, { after: ['database', 'cache'] }),
        database: Database,
        cache: Cache,
      },
      record: {
        recover: ({ database, cache }) => {
          if (database !== undefined) {
            const { spec: { size, storageGB } = {}, status } = database;
            // A Database that was never granted has no storage yet.
            return { backend: 'postgres' as const, size, ...(status?.effective && { storageGB }) };
          }
          return cache === undefined ? {} : { backend: 'redis' as const, size: sizeOf(cache.spec?.memoryMB) };
        },
      },
    },
    ({ plan, record, observed, name }) => {
      const { eviction, links } = plan;
      const { size, storageGB } = record;
      const deletion = effectiveDeletion(plan);
      // A claim that is deleted before its Database accepts `deletion: delete` would leave the data behind permanently.
      const stillRetained = observed.database?.status?.effective?.deletion === 'retain';
      const isDatabase = record.backend === 'postgres';
      // The Secret of a composed Database or Cache has the same name, so the component can name it before it exists.
      const from = (key: string) => ({ name: name(isDatabase ? 'database' : 'cache'), key });
      return {
        resources: {
          component: isDatabase ? postgres(plan, from) : redis(plan, from),
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

/** A URI is a valid connection string (https://docs.dapr.io/reference/components-reference/supported-state-stores/setup-postgresql-v2). */
function postgres({ scopes, actors }: StateStorePlan, from: Lookup) {
  const metadata = { connectionString: from('uri'), actorStateStore: String(actors) };
  return component({ type: 'state.postgresql', version: 'v2', apps: scopes, metadata });
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
  return component({ type: 'state.redis', version: 'v1', apps: scopes, metadata });
}
