/** The resource behind a state store: another API of this platform, which needs facts of the environment that the store itself does not. */
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
  const of = ({ planner, targets }: (typeof backends)[Backend]) => [
    ...planner.sections,
    ...targets[target].sections.needed,
  ];
  return { postgres: of(database), redis: of(cache) };
}

/**
 * Throws if the environment lacks a section that a new store is made of, or has a mistake in one, which is then not read here. The store's
 * own claim says so, since its author may not see the resource behind it. An existing store goes on.
 */
export function insistOnBackend(environment: Environment, backend: Backend, sections: Sections): void {
  const absent = sections[backend].filter((section) => sectionAt(environment, section) === undefined);
  if (absent.length === 0) return;
  const paths = absent.map((section) => `data.${section}`).join(' and ');
  throw new Incapable(
    `the EnvironmentConfig has no usable ${paths}, which the ${backends[backend].planner.api.kind} needs that keeps this state; the platform team must complete it`,
  );
}
