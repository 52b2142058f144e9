/** The backend of a state store: a Database or a Cache, which needs other sections of the environment than the store itself. */
import { Incapable, sectionAt } from 'planesmith/authoring';
import { cache } from '../cache/index.ts';
import { database } from '../database/index.ts';
import type { Environment } from '../environment/index.ts';

type Backend = 'postgres' | 'redis';

const backends = { postgres: database, redis: cache };

/** The sections of the environment that each backend needs on one target. */
export type Sections = Readonly<Record<Backend, readonly string[]>>;

/** The sections that a Database and a Cache need on a target. */
export function sectionsOf(target: keyof typeof database.targets): Sections {
  const neededBy = ({ planner, targets }: (typeof backends)[Backend]) => [
    ...planner.sections,
    ...targets[target].sections.needed,
  ];
  return { postgres: neededBy(database), redis: neededBy(cache) };
}

/**
 * Throws an `Incapable` if the environment lacks a section that the backend of a store needs, or has a mistake in one.
 *
 * The condition of the store's claim says so, since the claim's author may not see the backend. A store whose backend is recorded, or can
 * be recovered, is not checked.
 */
export function insistOnBackend(environment: Environment, backend: Backend, sections: Sections): void {
  const absent = sections[backend].filter((section) => sectionAt(environment, section) === undefined);
  if (absent.length === 0) return;
  const paths = absent.map((section) => `data.${section}`).join(' and ');
  throw new Incapable(
    `the EnvironmentConfig has no usable ${paths}, which the ${backends[backend].planner.api.kind} needs that keeps this state; the platform team must complete it`,
  );
}
