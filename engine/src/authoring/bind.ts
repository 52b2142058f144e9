/** Binds what all functions of a platform share: the schema of its environments, and its concerns. */
import type { Schema } from '../schema/index.ts';
import { type Adapt, adapter } from './adapt.ts';
import type { AnyConcern } from './concern.ts';
import { type EnvironmentBase, type MakePlanner, plannerMaker } from './planner.ts';
import { type MakeTarget, target } from './target.ts';

export interface FunctionsOptions<E extends EnvironmentBase> {
  /** The schema of the platform's EnvironmentConfig. */
  readonly environment: Schema<unknown, E>;
  /** The rules that the engine applies to every composed object. @default none */
  readonly concerns?: readonly AnyConcern[];
}

/**
 * Returns the platform's `planner` and `target`, and `adapt`, by which it takes the function of an API from another package. Call it once
 * per platform: all planners must share one environment schema.
 */
export function functionsOf<E extends EnvironmentBase>({
  environment,
  concerns = [],
}: FunctionsOptions<E>): {
  readonly planner: MakePlanner<E>;
  readonly target: MakeTarget;
  readonly adapt: Adapt<E>;
} {
  return { planner: plannerMaker(environment, concerns), target, adapt: adapter(environment, concerns) };
}
