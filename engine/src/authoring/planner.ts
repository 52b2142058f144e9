/** The first stage of a function: what is decided for a claim, the same for every target. */
import type { AnyApi, Output, Schema } from '../schema/index.ts';
import type { Claim } from './claim.ts';
import type { OptionalSection, WithSections } from './sections.ts';

/** What every environment says of itself. */
export interface EnvironmentBase {
  /** The environment's id: part of every name in a cloud account. */
  readonly name: string;
}

/**
 * Says that a request cannot be granted: the claim's field, why, and who can change that, if anybody can. A new claim is refused as a whole;
 * an existing one goes on with `keep` (what was recorded), which is returned, and is told, with `unit` behind it as the claim writes it.
 * Without a value to keep, an existing claim stays exactly as it is.
 */
export interface Refuse {
  (path: string, why: string, who: string | undefined): void;
  <T>(path: string, why: string, who: string | undefined, keep: T | undefined, unit?: string): T;
}

export interface CloudNameOptions {
  /** The longest name that the cloud takes. @default 63 */
  readonly maxLength?: number;
}

export interface PlannerContext<A extends AnyApi, E> {
  readonly claim: Claim;
  /** The claim's spec with every default filled in. */
  readonly spec: Output<A['spec']>;
  readonly environment: E;
  /** Where the resources will come from: for what only some targets can do. */
  readonly target: A['targets'][number];
  /** What was decided earlier, empty for a new claim. */
  readonly recorded: Partial<Output<A['recorded']>>;
  /** Whether nothing was recorded or composed for this claim yet. */
  readonly isNew: boolean;
  readonly refuse: Refuse;
  /** A name in the cloud account that no other claim of any cluster has. */
  readonly cloudName: (key: string, options?: CloudNameOptions) => string;
}

/** Decisions; `record` holds those that must not change later. */
export interface Plan<A extends AnyApi> {
  readonly record: Output<A['recorded']>;
}

/** Any planner, for lists. */
export interface AnyPlanner {
  readonly api: AnyApi;
  readonly environment: Schema;
  readonly needs: readonly string[];
  readonly plan: (context: never) => unknown;
}

export interface Planner<A extends AnyApi, E, P> extends AnyPlanner {
  readonly api: A;
  /** The facts that the API needs of its environment. */
  readonly environment: Schema;
  readonly plan: (context: PlannerContext<A, E>) => P;
}

export interface PlannerOptions<N> {
  /** Optional sections of the environment that this API cannot do without, whatever the target. */
  readonly needs?: readonly N[];
}

/** The planner of an API: decides from the claim, the facts of its environment and what was recorded. */
export function planner<A extends AnyApi, E extends EnvironmentBase, P extends Plan<A>>(
  api: A,
  environment: Schema<unknown, E>,
  plan: (context: PlannerContext<A, E>) => P,
): Planner<A, E, P>;
export function planner<
  A extends AnyApi,
  E extends EnvironmentBase,
  P extends Plan<A>,
  N extends OptionalSection<E> = never,
>(
  api: A,
  environment: Schema<unknown, E>,
  options: PlannerOptions<N>,
  plan: (context: PlannerContext<A, WithSections<E, N>>) => P,
): Planner<A, WithSections<E, N>, P>;
export function planner(
  api: AnyApi,
  environment: Schema,
  ...rest: [plan: AnyPlanner['plan']] | [options: PlannerOptions<string>, plan: AnyPlanner['plan']]
): AnyPlanner {
  const [{ needs = [] }, plan] = rest.length === 1 ? [{}, rest[0]] : rest;
  return { api, environment, needs, plan };
}
