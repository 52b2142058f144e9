/** Planners: the first step of a function, which decides for a claim, the same on every target. */
import type { AnyApi, Output, Schema } from '../schema/index.ts';
import type { Claim } from './claim.ts';
import type { AnyConcern } from './concern.ts';
import { insistOnLimits } from './limits.ts';
import type { OptionalSection, WithSections } from './sections.ts';

/** The part that all environments have in common. */
export interface EnvironmentBase {
  /** The environment's id: part of every name in a cloud account. */
  readonly name: string;
}

/** A request that cannot be granted. */
export interface Refusal<T = unknown> {
  /** The path of the claim's field, such as `spec.storageGB`. */
  readonly path: string;
  /** The reason, as part of a sentence. */
  readonly why: string;
  /** The people who can change that, such as `the platform team`; absent if nobody can. */
  readonly who?: string | undefined;
  /** What the claim's author does about it. @default to change the field in the claim */
  readonly remedy?: string | undefined;
  /** The value that an existing claim continues with. Without one, everything of an existing claim stays as it is. */
  readonly keep?: T | undefined;
  /** The unit behind the value of `keep` in the message, such as ` GB`. @default none */
  readonly unit?: string | undefined;
}

/**
 * Refuses a request and returns `keep`. A new claim is refused as a whole: nothing is composed. An existing claim continues with `keep`,
 * and its condition has the reason. The planner goes on, so that a claim gets all refusals at once.
 *
 * Without `keep` the result is undefined, whatever its type says. The plan is then discarded, and so is an error that the planner throws.
 */
export type Refuse = <T>(refusal: Refusal<T>) => T;

/** What an existing claim goes on with if a limit refuses what it asks for. */
export interface Kept<T> {
  /** The value in use; absent for a new claim. */
  readonly keep: T | undefined;
  /** The unit behind the value of `keep` in the message. @default none */
  readonly unit?: string;
  /** What the message says behind the reason, such as `, and it cannot shrink`. @default nothing */
  readonly note?: string;
}

/** The bounds of a name in a cloud account. */
export interface CloudNameOptions {
  /** The longest name that the cloud accepts. At least 20. @default 63 */
  readonly maxLength?: number;
}

/** Returns a name that no other claim of any cluster has in the cloud account. `key` distinguishes the names of one claim. */
export type CloudName = (key: string, options?: CloudNameOptions) => string;

/** The input of a planner. */
export interface DecisionContext<A extends AnyApi, E, T = {}> {
  readonly claim: Claim;
  /** The claim's spec with every default filled in. */
  readonly spec: Output<A['spec']>;
  readonly environment: E;
  /** The tables of the API, such as what each size means. A platform that takes the API from another package may replace one. */
  readonly tables: T;
  /** The values recorded earlier; empty for a new claim. */
  readonly recorded: Partial<Output<A['recorded']>>;
  /**
   * Returns `asked` if the limits of the API on a field of its spec allow it here. Otherwise refuses it in their words, and returns `keep`.
   * The engine refuses a new claim that exceeds a limit even if the planner does not ask.
   */
  readonly grant: <const T, V>(field: string, asked: V, kept: Kept<T>) => T | V;
  readonly refuse: Refuse;
  readonly cloudName: CloudName;
}

/** The result of a planner. */
export interface Decisions<A extends AnyApi> {
  /** The decisions that must not change later. A target may add to them. */
  readonly record: Partial<Output<A['recorded']>>;
}

/** Any planner, for lists. */
export interface AnyPlanner {
  readonly api: AnyApi;
  readonly environment: Schema;
  readonly concerns: readonly AnyConcern[];
  /** Optional sections of the environment that must be present for every claim of the API. */
  readonly sections: readonly string[];
  readonly tables: object;
  readonly tableProblem: ((tables: never) => string | undefined) | undefined;
  readonly plan: (context: never, abilities: never) => { readonly record: object };
}

/** A planner of the API `A`: its result is `P`, `Able` are the facts about the target that it decides by, and `T` are its tables. */
export interface Planner<A extends AnyApi, E, P, Able = unknown, T = never> extends AnyPlanner {
  readonly api: A;
  readonly plan: (context: DecisionContext<A, E, T>, abilities: Able) => P & Decisions<A>;
}

/** The result of a planner without its `record`, as targets and their helpers get it. */
export type PlanOf<L> = L extends { readonly plan: (context: never, abilities: never) => infer P }
  ? Omit<P, 'record'>
  : never;

/** The options of a planner. */
export interface PlannerOptions<N, T = object> {
  /** Optional sections of the environment that must be present on every target. Without one, claims wait and their condition names it. */
  readonly environment?: readonly N[];
  /** Values that another platform may want to replace when it takes this API, by name. They reach `plan` and `recover`. @default none */
  readonly tables?: T;
  /** What is wrong with tables of the right form, as a sentence without a full stop; undefined if they fit. */
  readonly tableProblem?: (tables: NoInfer<T>) => string | undefined;
}

/** Makes planners for environments of the type `E`. */
export interface MakePlanner<E extends EnvironmentBase> {
  /** Makes the planner of an API. `plan` is a pure function of its context and of the target's abilities. */
  <A extends AnyApi, P extends Decisions<A>, Able = unknown>(
    api: A,
    plan: (context: DecisionContext<A, E>, abilities: Able) => P,
  ): Planner<A, E, P, Able, {}>;
  /** Makes the planner of an API that reads optional sections of the environment, or has tables. */
  <
    A extends AnyApi,
    P extends Decisions<A>,
    N extends OptionalSection<E> = never,
    Able = unknown,
    T extends object = {},
  >(
    api: A,
    options: PlannerOptions<N, T>,
    plan: (context: DecisionContext<A, WithSections<E, N>, T>, abilities: Able) => P,
  ): Planner<A, WithSections<E, N>, P, Able, T>;
}

/** Returns the `planner` of a platform with this environment and these concerns. */
export function plannerMaker<E extends EnvironmentBase>(
  environment: Schema<unknown, E>,
  concerns: readonly AnyConcern[],
): MakePlanner<E> {
  const make = (
    api: AnyApi,
    ...rest: [AnyPlanner['plan']] | [PlannerOptions<string, never>, AnyPlanner['plan']]
  ): AnyPlanner => {
    const [{ environment: sections = [], tables = {}, tableProblem }, plan] =
      rest.length === 1 ? [{} as PlannerOptions<string, never>, rest[0]] : rest;
    insistOnLimits(environment, api);
    return { api, environment, concerns, sections, tables, tableProblem, plan };
  };
  return make as unknown as MakePlanner<E>;
}
