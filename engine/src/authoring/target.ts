/** The second stage of a function: the resources that carry out a plan on one target. */
import { UserError } from '../errors.ts';
import type { AnyApi, Output } from '../schema/index.ts';
import type { Claim } from './claim.ts';
import type { Declarations, KnownOrder, None, Observed, OneMain, Resources } from './declaration.ts';
import type { ComposedResource } from './model.ts';
import type { AnyPlanner, Decisions, Planner } from './planner.ts';
import { decideOf, type DecidedRecord, type RecordDecisions, type RecordOf, type RequiredFields } from './record.ts';
import { type Needed, type SectionName, sectionsOf, type WithSections } from './sections.ts';
import type { Requirements, SecretSource, SecretSources } from './reads.ts';
import { unsound } from './unsound.ts';
import type { Unstructured } from './unstructured.ts';

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The input of every callback of a target. */
export interface TargetBase<E, P, C, R extends Declarations> {
  readonly claim: Claim;
  /** The planner's decisions. */
  readonly plan: Omit<P, 'record'>;
  /** The decisions that never change: those of the planner and those of the target. */
  readonly record: C;
  readonly environment: E;
  /** Returns the `metadata.name` of the resource under `key`; `item` for a key composed once per item. */
  readonly name: (key: keyof R & string, item?: string) => string;
  /** The composed resources that exist. */
  readonly observed: Observed<R>;
}

/** The values of a Secret as text, by key; empty while it does not exist. */
export type SecretText = Readonly<Record<string, string | undefined>>;

export interface TargetContext<E, P, C, R extends Declarations, S, Q> extends TargetBase<E, P, C, R> {
  /** The Secrets that the target named in `secrets`. */
  readonly secrets: { readonly [K in keyof S]: SecretText };
  /** The values that applications have in the connection Secret now. */
  readonly published: SecretText;
  /** The objects that the target named in `reads`; undefined while one does not exist. */
  readonly found: { readonly [K in keyof Q]: Unstructured | undefined };
}

/** A value of the connection Secret: text, bytes, or undefined while it is not known. */
export type SecretValue = string | Uint8Array | undefined;

/** The result of a target. */
export interface TargetResult<A extends AnyApi, R extends Declarations> {
  readonly resources: Resources<R>;
  /** A key that is `none` is neither awaited nor written; if all are, there is no Secret. */
  readonly secret: { readonly [K in A['secret'][number]]: SecretValue | None };
  readonly status: Loose<Output<A['status']>>;
  /** The namespace of the Secret of a cluster-scoped API, whose claims have none. */
  readonly secretNamespace?: string;
}

interface Abilities<Able> {
  /** The facts about this target that the planner decides by. */
  readonly abilities: Able;
}

interface RecordOptions<A extends AnyApi, E, P, R extends Declarations, D> {
  /** The part of the record that this target owns: each field is decided once, and recorded. */
  readonly decide?: D & RecordDecisions<A, E, P>;
  /**
   * Recorded values as the composed resources still show them, for a claim that lost its status or a part of it. `recorded` is what is left.
   */
  readonly recover?: (observed: Observed<R>, recorded: Partial<Output<A['recorded']>>) => Loose<Output<A['recorded']>>;
}

export interface TargetOptions<
  A extends AnyApi,
  E,
  P,
  R extends Declarations,
  N extends string,
  S extends SecretSources,
  Q,
  D,
> {
  /**
   * Optional sections of the environment that this target reads. Without one that it names, its claims are told to wait;
   * a `?` behind the name says that it does without.
   */
  readonly environment?: readonly N[];
  readonly resources: R & OneMain<NoInfer<R>> & KnownOrder<NoInfer<R>>;
  /** Secrets that owners of composed resources write: each is named by the key of its resource. */
  readonly secrets?: S & { readonly [K in keyof S]: SecretSource<keyof R & string> };
  readonly record?: RecordOptions<A, WithSections<E, Needed<N>>, P, R, D>;
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
  /** Sections of the environment without which its claims wait, and those that it reads if they are there. */
  readonly sections: { readonly needed: readonly string[]; readonly optional: readonly string[] };
  readonly resources: Declarations;
  readonly secrets: SecretSources;
  readonly reads: ((context: never) => Requirements) | undefined;
  readonly decide: readonly DecidedRecord[];
  readonly recover: ((observed: never, recorded: never) => Readonly<Record<string, unknown>>) | undefined;
  readonly compose: (context: never) => AnyTargetResult;
}

/** One target of one API. */
export interface Target<A extends AnyApi> extends AnyTarget {
  readonly planner: Planner<A, never, unknown, never>;
}

type IfAble<Able> = unknown extends Able ? unknown : Abilities<Able>;
type Undecided<A extends AnyApi, P, D> = Exclude<RequiredFields<Output<A['recorded']>>, keyof RecordOf<P, D> & string>;
type Unknown<A extends AnyApi, D> = Exclude<keyof D & string, keyof Output<A['recorded']> & string>;
/** Anything if planner and target together decide every field that the API always records, and no other; nothing otherwise. */
type Complete<A extends AnyApi, P, D> = [Undecided<A, P, D> | Unknown<A, D>] extends [never]
  ? unknown
  : {
      readonly 'neither planner nor target decides a recorded field': Undecided<A, P, D>;
      readonly 'the API does not record a field': Unknown<A, D>;
    };

/** Makes a target of an API. */
export interface MakeTarget {
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
  >(
    planner: Planner<A, E, P, Able>,
    options: TargetOptions<A, E, P, R, N, S, Q, D> & IfAble<Able>,
    compose: (
      context: TargetContext<WithSections<E, Needed<N>>, P, RecordOf<P, D>, R, S, Q>,
    ) => TargetResult<A, NoInfer<R>> & Complete<A, P, D>,
  ): Target<A>;
}

interface AnyOptions {
  readonly abilities?: unknown;
  readonly environment?: readonly string[];
  readonly resources: Declarations;
  readonly secrets?: SecretSources;
  readonly record?: { readonly decide?: object; readonly recover?: AnyTarget['recover'] };
  readonly reads?: AnyTarget['reads'];
}

/** The target that composes `resources` for the planner's plans; throws a `UserError` for declarations that could never work. */
export const target = ((planner: AnyPlanner, options: AnyOptions, compose: AnyTarget['compose']): AnyTarget => {
  const {
    abilities,
    environment = [],
    resources,
    secrets = {},
    record: { decide = {}, recover } = {},
    reads,
  } = options;
  const problems = unsound(planner.api, { resources, secrets, decide: Object.keys(decide) });
  if (problems.length > 0) throw new UserError(`a target of ${planner.api.kind} cannot work: ${problems.join('; ')}`);
  const sections = sectionsOf(environment);
  return { planner, abilities, sections, resources, secrets, reads, decide: decideOf(decide), recover, compose };
}) as unknown as MakeTarget;
