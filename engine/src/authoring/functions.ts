/** The functions of a platform as one value, typed by its APIs. */
import { UserError } from '../errors.ts';
import type { AnyApi, Schema } from '../schema/index.ts';
import type { AnyPlanner, Planner } from './planner.ts';
import type { AnyTarget, Target } from './target.ts';

/** The function of one API: its planner, and its target for each target that the API lists. */
export interface ApiFunction<A extends AnyApi> {
  readonly planner: Planner<A, never, unknown, never>;
  readonly targets: { readonly [T in A['targets'][number]]: Target<A> };
}

/** One function for every API. A missing API or target does not compile. */
export type Functions<Apis extends Readonly<Record<string, AnyApi>>> = {
  readonly [K in keyof Apis]: ApiFunction<Apis[K]>;
};

/** The functions of any platform. */
export type AnyFunctions = Readonly<
  Record<
    string,
    {
      readonly planner: AnyPlanner;
      readonly targets: Readonly<Record<string, AnyTarget>>;
    }
  >
>;

/** The schema of the platform's environments; throws a `UserError` if there is no planner, or if two planners have different schemas. */
export function environmentOf(functions: AnyFunctions): Schema {
  const planners = Object.values(functions).map(({ planner }) => planner);
  const [first] = planners;
  if (first === undefined) throw new UserError('the platform has no functions: it needs one for each API');
  const other = planners.find(({ environment }) => environment !== first.environment);
  if (other === undefined) return first.environment;
  throw new UserError(`the planners of ${first.api.kind} and ${other.api.kind} were made with different environments`, {
    hint: 'make all planners and targets with the same `functionsOf({ environment, concerns })`',
  });
}
