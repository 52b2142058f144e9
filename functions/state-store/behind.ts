/** What stands behind a state store: another API of this platform, which needs facts of the environment that the store itself does not. */
import { Incapable, sectionAt } from 'planesmith/authoring';
import type { stateStore } from '../../apis/state-store.ts';
import { cache } from '../cache/index.ts';
import { database } from '../database/index.ts';
import type { Environment } from '../environment/index.ts';

type Target = (typeof stateStore)['targets'][number];
type Backend = 'postgres' | 'redis';

const answers = { postgres: database, redis: cache };

/** The sections of the environment that what stands behind a store needs. */
export function needsOf(backend: Backend, target: Target): readonly string[] {
  const { planner, targets } = answers[backend];
  return [...planner.needs, ...targets[target].needs];
}

/**
 * Throws where the environment lacks what a new store would be made of, or has a mistake there, which is not read here: told of the store,
 * since its claimant may not see what that is. What exists goes on, and tells for itself.
 */
export function insistOnBackend(environment: Environment, backend: Backend, target: Target): void {
  const absent = needsOf(backend, target).filter((section) => sectionAt(environment, section) === undefined);
  if (absent.length === 0) return;
  const paths = absent.map((section) => `data.${section}`).join(' and ');
  throw new Incapable(
    `the EnvironmentConfig has no usable ${paths}, which the ${answers[backend].planner.api.kind} needs that keeps this state; the platform team must complete it`,
  );
}
