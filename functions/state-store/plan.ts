/** StateStore: the decisions for a claim, the same on every target. */
import type { PlanOf } from 'planesmith/authoring';
import { stateStore } from '../../apis/state-store.ts';
import { planner } from '../bind.ts';
import type { Environment } from '../environment/index.ts';
import { linksFor } from '../grants/links.ts';
import { retains } from '../grants/retention.ts';
import { insistOnBackend, type Sections } from './backend.ts';
import { storageOf } from './limits.ts';

export type StateStorePlan = PlanOf<typeof stateStorePlanner>;

/** The facts about a target that the plan depends on. */
export interface StateStoreAbilities {
  /** The eviction of a Cache there: `none` if it can refuse writes instead of deleting values. */
  readonly eviction: 'expiring' | 'none';
  /**
   * Whether Dapr can use a Cache there: its Redis component trusts only public authorities (components-contrib
   * common/component/redis/v9client.go).
   */
  readonly hasRedis: (environment: Environment) => boolean;
  /** The team that can make redis available, if that is possible. */
  readonly whoForRedis?: string;
  /** The sections of the environment that a Database and a Cache there need. */
  readonly sections: Sections;
}

const withoutRedis =
  'redis cannot be had here, only postgres: Dapr trusts public certificate authorities alone, and a cache here has a certificate of an ' +
  'authority of its own';

export const stateStorePlanner = planner(stateStore, (context, abilities: StateStoreAbilities) => {
  const { claim, spec, environment, recorded, grant, refuse } = context;
  const backend = spec.backend ?? recorded.backend ?? 'postgres';
  if (spec.backend === 'redis' && recorded.backend !== 'redis' && !abilities.hasRedis(environment)) {
    refuse({ path: 'spec.backend', why: withoutRedis, who: abilities.whoForRedis, keep: recorded.backend });
  }
  const currentBackend = recorded.backend ?? backend;
  // The store's own limit comes before that of the composed Cache, which can name only its own fields in a message.
  const size = grant('size', spec.size, { keep: recorded.size });
  // A size that is refused without a recorded one comes first: its author can act on that.
  if (recorded.backend === undefined && size !== undefined) insistOnBackend(environment, backend, abilities.sections);
  const isChanged = recorded.backend !== undefined && recorded.backend !== backend;
  return {
    scopes: spec.scopes,
    actors: spec.actors,
    eviction: abilities.eviction,
    retain: retains(spec, environment),
    links: linksFor(claim, environment),
    record: {
      size,
      ...(currentBackend === 'postgres' && { storageGB: storageOf(context) }),
      backend: isChanged
        ? refuse({
            path: 'spec.backend',
            why: `the state is in ${recorded.backend} and does not move: make another StateStore instead`,
            keep: recorded.backend,
          })
        : backend,
    },
  };
});
