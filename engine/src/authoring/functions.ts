/** All functions of a platform as one value, typed against its APIs: leaving out an API or a target does not compile. */
import type { AnyApi } from '../schema/index.ts';
import type { AnyPlanner, Planner } from './planner.ts';
import type { AnyTarget, Target } from './target.ts';

/** What answers the claims of one API. */
export interface ApiFunction<A extends AnyApi> {
  readonly planner: Planner<A, never, unknown, never>;
  readonly targets: { readonly [T in A['targets'][number]]: Target<A> };
}

/** One function for every API. */
export type Functions<Apis extends Readonly<Record<string, AnyApi>>> = {
  readonly [K in keyof Apis]: ApiFunction<Apis[K]>;
};

/** Any platform's functions. */
export type AnyFunctions = Readonly<
  Record<
    string,
    {
      readonly planner: AnyPlanner;
      readonly targets: Readonly<Record<string, AnyTarget>>;
    }
  >
>;
