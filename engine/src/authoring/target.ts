/** Targets: the second step of a function, which composes the resources for a plan on one target. */
import { UserError } from '../errors.ts';
import type { AnyApi, Output } from '../schema/index.ts';
import type { Claim } from './claim.ts';
import type { Declarations, KnownOrder, Observed, OneMain, Resources, SingleKey } from './declaration.ts';
import type { ComposedResource } from './model.ts';
import type { None } from './none.ts';
import type { AnyPlanner, Decisions, Planner } from './planner.ts';
import { decideOf, type DecidedRecord, type RecordDecisions, type RecordOf, type RequiredFields } from './record.ts';
import { type Needed, type SectionName, sectionsOf, type WithSections } from './sections.ts';
import type { Read, Requirements, SecretSource, SecretSources } from './reads.ts';
import { type KnownMoves, type Refactored, type Refactoring, toRefactored } from './refactored.ts';
import { unsound } from './unsound.ts';

/** Any of the fields may be absent or undefined. */
type Incomplete<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The input of `reads`, and part of the input of `compose`. */
export interface TargetBase<E, P, C, R extends Declarations> {
  readonly claim: Claim;
  /** The planner's result without its record. */
  readonly plan: Omit<P, 'record'>;
  /** The decisions that do not change: those of the planner and those of the target. */
  readonly record: C;
  /** The EnvironmentConfig's data, with defaults. */
  readonly environment: E;
  /** Returns the `metadata.name` of the resource under `key`; `item` is the item's name for a `perItem` key. Throws for any other key. */
  readonly name: (key: keyof R & string, item?: string) => string;
  /** The composed resources that exist, by key. */
  readonly observed: Observed<R>;
}

/** The values of a Secret as text, by key; empty while the Secret does not exist. */
export type SecretText = Readonly<Record<string, string | undefined>>;

/** The input of `compose`. */
export interface TargetContext<E, P, C, R extends Declarations, S, Q> extends TargetBase<E, P, C, R> {
  /** The Secrets that the target names in `secrets`, and under `connection` the connection Secret as applications read it now. */
  readonly secrets: { readonly [K in keyof S | 'connection']: SecretText };
  /** What the target names in `reads`: an object that does not exist is undefined, and so is a list until Crossplane has looked. */
  readonly reads: { readonly [K in keyof Q]: Read<Q[K]> };
}

/** A value of the connection Secret: text, bytes, or undefined while it is not known. The Secret is composed when all are known. */
export type SecretValue = string | Uint8Array | undefined;

/** The result of `compose`. */
export interface TargetResult<A extends AnyApi, R extends Declarations> {
  /** Every declared key, with a resource, a record of resources by item for a `perItem` key, or `none(why)`. */
  readonly resources: Resources<R>;
  /** Every key that the API promises. A key that is `none(why)` is neither awaited nor written; if all are, there is no Secret. */
  readonly secret: { readonly [K in keyof A['secret']]: SecretValue | None };
  /** The fields of the claim's status that are known. A field that is left out is removed. */
  readonly status: Incomplete<Output<A['status']>>;
  /** The namespace of the connection Secret of a cluster-scoped API, whose claims have none. */
  readonly secretNamespace?: string;
}

interface Abilities<Able> {
  /** The facts about this target by which the planner decides. */
  readonly abilities: Able;
}

interface RecordOptions<A extends AnyApi, E, P, R extends Declarations, D, T> {
  /** Decides the recorded fields that the planner leaves out. A recorded value wins, unless the field is written `{ revise: … }`. */
  readonly decide?: D & RecordDecisions<A, E, P>;
  /**
   * Returns recorded values as the composed resources show them, for a claim that lost its status or a part of it, or that was made again and
   * takes over an earlier main resource. `recorded` has the values that are left; they win. `tables` are those of the planner.
   */
  readonly recover?: (
    observed: Observed<R>,
    recorded: Partial<Output<A['recorded']>>,
    claim: Claim,
    tables: T,
  ) => Incomplete<Output<A['recorded']>>;
}

/** The declarations of a target. */
export interface TargetOptions<
  A extends AnyApi,
  E,
  P,
  R extends Declarations,
  N extends string,
  S extends SecretSources,
  Q,
  D,
  T = {},
  M extends readonly Refactoring[] = [],
> {
  /**
   * Optional sections of the environment that this target reads, such as `aws` or `incluster.postgres`. If one is absent, claims wait and
   * their condition names it. With a `?` behind the name, the target runs without it.
   */
  readonly environment?: readonly N[];
  /**
   * Fields of the claim that mean nothing on this target, such as `spec.topics.*.partitions`, each with the reason. `planesmith check`
   * finds every other field that influences nothing.
   */
  readonly ignores?: Readonly<Record<string, string>>;
  /**
   * The composed kinds by key, in the order in which they are reported. Keys are part of names, so a renamed key recreates resources unless
   * `refactored` says that it moved.
   */
  readonly resources: R & OneMain<NoInfer<R>> & KnownOrder<NoInfer<R>>;
  /** What became of keys that earlier releases declared: `moved('instance', 'server')` and `released('group')`. @default none */
  readonly refactored?: M & KnownMoves<NoInfer<M>, NoInfer<R>>;
  /** Secrets that owners of composed resources write, by a name of the author's choice: each names the key of its resource. `connection` is taken. */
  readonly secrets?: S & { readonly [K in keyof S]: K extends 'connection' ? never : SecretSource<SingleKey<R>> };
  /** The part of the record that this target owns. */
  readonly record?: RecordOptions<A, WithSections<E, Needed<N>>, P, R, D, T>;
  /** Other objects to read, by a name of the author's choice. */
  readonly reads?: (context: TargetBase<WithSections<E, Needed<N>>, P, RecordOf<P, D>, R>) => Q;
}

/** The result of any target. */
export interface AnyTargetResult {
  readonly resources: Readonly<Record<string, None | ComposedResource | Readonly<Record<string, ComposedResource>>>>;
  readonly secret: Readonly<Record<string, SecretValue | None>>;
  readonly status: Readonly<Record<string, unknown>>;
  readonly secretNamespace?: string;
}

/** Any target, for lists. */
export interface AnyTarget {
  readonly planner: AnyPlanner;
  readonly abilities: unknown;
  /** Sections of the environment that must be present, and those that it reads if they are. */
  readonly sections: { readonly needed: readonly string[]; readonly optional: readonly string[] };
  readonly ignores: Readonly<Record<string, string>>;
  readonly resources: Declarations;
  readonly refactored: Refactored;
  readonly secrets: SecretSources;
  readonly reads: ((context: never) => Requirements) | undefined;
  readonly decide: readonly DecidedRecord[];
  readonly recover:
    ((observed: never, recorded: never, claim: never, tables: never) => Readonly<Record<string, unknown>>) | undefined;
  readonly compose: (context: never) => AnyTargetResult;
}

/** One target of one API. */
export interface Target<A extends AnyApi> extends AnyTarget {
  readonly planner: Planner<A, never, unknown, never>;
}

type IfAble<Able> = unknown extends Able ? unknown : Abilities<Able>;
type Undecided<A extends AnyApi, P, D> = Exclude<RequiredFields<Output<A['recorded']>>, keyof RecordOf<P, D> & string>;
type Twice<P, D> = P extends { readonly record: infer C } ? keyof C & keyof D & string : never;
type Unknown<A extends AnyApi, D> = Exclude<keyof D & string, keyof Output<A['recorded']> & string>;
/**
 * `unknown` if planner and target together decide every field that the API always records, no field twice and no other; otherwise a type that nothing
 * matches, whose key is the error message.
 */
type Complete<A extends AnyApi, P, D> = [Undecided<A, P, D> | Unknown<A, D> | Twice<P, D>] extends [never]
  ? unknown
  : {
      readonly 'neither planner nor target decides a recorded field': Undecided<A, P, D>;
      readonly 'the API does not record a field': Unknown<A, D>;
      readonly 'planner and target decide the same field': Twice<P, D>;
    };

/**
 * Makes targets. Type parameters: the API, its environment, the plan, the abilities, the declared resources, the sections named in
 * `environment`, the Secrets, the objects read, the decisions of `record`, the planner's tables, and the
 * refactorings.
 */
export interface MakeTarget {
  /**
   * Makes the target that composes the planner's plans. `compose` is a pure function of its context. Throws a `UserError` for declarations
   * that could never work, such as a circular order of creation.
   */
  <
    A extends AnyApi,
    E,
    P extends Decisions<A>,
    Able,
    R extends Declarations,
    N extends SectionName<E> = never,
    S extends SecretSources = {},
    Q extends Requirements = {},
    D extends object = {},
    T = {},
    const M extends readonly Refactoring[] = [],
  >(
    planner: Planner<A, E, P, Able, T>,
    options: TargetOptions<A, E, P, R, N, S, Q, D, T, M> & IfAble<Able>,
    compose: (
      context: TargetContext<WithSections<E, Needed<N>>, P, RecordOf<P, D>, R, S, Q>,
    ) => TargetResult<A, NoInfer<R>> & Complete<A, P, D>,
  ): Target<A>;
}

interface AnyOptions {
  readonly abilities?: unknown;
  readonly environment?: readonly string[];
  readonly ignores?: AnyTarget['ignores'];
  readonly resources: Declarations;
  readonly refactored?: readonly Refactoring[];
  readonly secrets?: SecretSources;
  readonly record?: { readonly decide?: object; readonly recover?: AnyTarget['recover'] };
  readonly reads?: AnyTarget['reads'];
}

/** See `MakeTarget`. */
export const target = ((planner: AnyPlanner, options: AnyOptions, compose: AnyTarget['compose']): AnyTarget => {
  const {
    abilities,
    environment = [],
    ignores = {},
    resources,
    refactored = [],
    secrets = {},
    record: { decide = {}, recover } = {},
    reads,
  } = options;
  const problems = unsound(planner.api, { resources, secrets, decide: Object.keys(decide), refactored });
  if (problems.length > 0) throw new UserError(`a target of ${planner.api.kind} cannot work: ${problems.join('; ')}`);
  const sections = sectionsOf(environment);
  return {
    planner,
    abilities,
    sections,
    ignores,
    resources,
    refactored: toRefactored(refactored),
    secrets,
    reads,
    decide: decideOf(decide),
    recover,
    compose,
  };
}) as unknown as MakeTarget;
