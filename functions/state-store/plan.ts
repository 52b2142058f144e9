/** StateStore: what is decided for a claim, whatever the target. */
import { planner } from 'planesmith/authoring';
import { stateStore } from '../../apis/state-store.ts';
import { environment, type Environment } from '../environment/index.ts';
import { platformTeam } from '../grants/limits.ts';
import { linksFor } from '../grants/links.ts';
import { retains } from '../grants/retention.ts';
import { insistOnBackend } from './behind.ts';
import { grantSize, storageOf } from './limits.ts';

export type StateStorePlan = ReturnType<(typeof plan)['plan']>;

type Target = (typeof stateStore)['targets'][number];

/**
 * Whether Dapr cannot use a Cache: its Redis component trusts public authorities alone (components-contrib
 * common/component/redis/v9client.go), and on Google Cloud and in Kubernetes each Cache has an authority of its own.
 */
function isWithoutRedis(target: Target, { incluster }: Environment): boolean {
  return target === 'gcp' || ((target === 'local' || target === 'incluster') && incluster?.cache?.tls === true);
}

const withoutRedis =
  'redis cannot be had here, only postgres: Dapr trusts public certificate authorities alone, and a cache here has a certificate of an ' +
  'authority of its own';

export const plan = planner(stateStore, environment, (context) => {
  const { claim, spec, environment: env, target, recorded, isNew, refuse } = context;
  const backend = spec.backend ?? recorded.backend ?? 'postgres';
  if (spec.backend === 'redis' && recorded.backend !== 'redis' && isWithoutRedis(target, env)) {
    // In Kubernetes the platform team can let caches speak without TLS.
    refuse('spec.backend', withoutRedis, target === 'gcp' ? undefined : platformTeam, recorded.backend);
  }
  if (isNew) insistOnBackend(env, backend, target);
  const inUse = recorded.backend ?? backend;
  const moves = recorded.backend !== undefined && recorded.backend !== backend;
  return {
    scopes: spec.scopes,
    actors: spec.actors,
    // Where a cache can refuse writes rather than forget, it does.
    eviction: target === 'aws' ? ('expiring' as const) : ('none' as const),
    retain: retains(spec, env),
    links: linksFor(claim, env),
    record: {
      size: grantSize(context, inUse),
      ...(inUse === 'postgres' && { storageGB: storageOf(context) }),
      backend: moves
        ? refuse(
            'spec.backend',
            `the state is in ${recorded.backend} and does not move: make another StateStore instead`,
            undefined,
            recorded.backend,
          )
        : backend,
    },
  };
});
