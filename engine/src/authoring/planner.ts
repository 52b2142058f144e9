/** The first stage of a function: what is decided for a claim, the same for every target. */
import type { AnyApi, Output, Schema } from '../schema/index.ts';
import type { Claim } from './claim.ts';
import type { AnyConcern } from './concern.ts';
import type { OptionalSection, WithSections } from './sections.ts';

/** What every environment says of itself. */
export interface EnvironmentBase {
  /** The environment's id: part of every name in a cloud account. */
  readonly name: string;
}

/** A request that cannot be granted. */
export interface Refusal<T = unknown> {
  /** The claim's field, such as `spec.storageGB`. */
  readonly path: string;
  readonly why: string;
  /** The people who can change that; absent if nobody can. */
  readonly who?: string | undefined;
  /** The value that an existing claim goes on with; without one, everything of it stays as it is. */
  readonly keep?: T | undefined;
  /** The claim's unit behind the value in the message. @default none */
  readonly unit?: string | undefined;
}

/**
 * Refuses a request. A new claim is refused as a whole. An existing one goes on with `keep`, which is returned, and its condition says so.
 * Without a value to keep, everything of an existing claim stays exactly as it is.
 */
export type Refuse = <T>(refusal: Refusal<T>) => T;

export interface CloudNameOptions {
  /** The longest name that the cloud takes. @default 63 */
  readonly maxLength?: number;
}

/** Returns a name in the cloud account that no other claim of any cluster has; `key` tells the names of one claim apart. */
export type CloudName = (key: string, options?: CloudNameOptions) => string;

/** The input of every decision. */
export interface DecisionContext<A extends AnyApi, E> {
  readonly claim: Claim;
  /** The claim's spec with every default filled in. */
  readonly spec: Output<A['spec']>;
  readonly environment: E;
  /** The values decided earlier, empty for a new claim. */
  readonly recorded: Partial<Output<A['recorded']>>;
  readonly refuse: Refuse;
  readonly cloudName: CloudName;
}

/** Decisions. `record` holds those that must not change later; a target may add to it. */
export interface Decisions<A extends AnyApi> {
  readonly record: Partial<Output<A['recorded']>>;
}

/** Any planner, for lists. */
export interface AnyPlanner {
  readonly api: AnyApi;
  readonly environment: Schema;
  readonly concerns: readonly AnyConcern[];
  /** Optional sections of the environment that every claim of the API needs. */
  readonly sections: readonly string[];
  readonly plan: (context: never, abilities: never) => { readonly record: object };
}

/** Decides for the claims of one API; `Able` is what the decisions need to know of the target. */
export interface Planner<A extends AnyApi, E, P, Able = unknown> extends AnyPlanner {
  readonly api: A;
  readonly plan: (context: DecisionContext<A, E>, abilities: Able) => P & Decisions<A>;
}

/** The decisions of a planner, as its targets get them: without the record, which they get apart. */
export type PlanOf<L> = L extends { readonly plan: (context: never, abilities: never) => infer P }
  ? Omit<P, 'record'>
  : never;

export interface PlannerOptions<N> {
  /** Optional sections of the environment that the API needs on every target. */
  readonly environment?: readonly N[];
}

/** Makes the planner of an API. */
export interface MakePlanner<E extends EnvironmentBase> {
  <A extends AnyApi, P extends Decisions<A>, Able = unknown>(
    api: A,
    plan: (context: DecisionContext<A, E>, abilities: Able) => P,
  ): Planner<A, E, P, Able>;
  <A extends AnyApi, P extends Decisions<A>, N extends OptionalSection<E>, Able = unknown>(
    api: A,
    options: PlannerOptions<N>,
    plan: (context: DecisionContext<A, WithSections<E, N>>, abilities: Able) => P,
  ): Planner<A, WithSections<E, N>, P, Able>;
}

/** The maker of planners of a platform with this environment and these concerns. */
export function plannerMaker<E extends EnvironmentBase>(
  environment: Schema<unknown, E>,
  concerns: readonly AnyConcern[],
): MakePlanner<E> {
  const make = (
    api: AnyApi,
    ...rest: [AnyPlanner['plan']] | [PlannerOptions<string>, AnyPlanner['plan']]
  ): AnyPlanner => {
    const [{ environment: sections = [] }, plan] = rest.length === 1 ? [{}, rest[0]] : rest;
    return { api, environment, concerns, sections, plan };
  };
  return make as unknown as MakePlanner<E>;
}
