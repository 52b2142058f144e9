/** The second stage of a function: the resources that carry out a plan on one target. */
import { UserError } from '../errors.ts';
import type { AnyApi, Output } from '../schema/index.ts';
import type { Claim } from './claim.ts';
import type { Declarations, Made, None, Observed, OneMain } from './declaration.ts';
import type { ComposedResource } from './model.ts';
import type { AnyPlanner, Planner } from './planner.ts';
import type { OptionalSection, WithSections } from './sections.ts';
import { unsound } from './unsound.ts';
import type { Unstructured } from './unstructured.ts';

/** An object that somebody else owns and the target must read; its namespace is the claim's unless given. */
export interface Requirement {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface Requirements {
  readonly [name: string]: Requirement;
}

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What all callbacks of a target are given. */
export interface TargetBase<E, P, R extends Declarations> {
  readonly claim: Claim;
  readonly plan: P;
  readonly environment: E;
  /** The `metadata.name` of the resource under `key`; `item` for a key composed once per item. */
  readonly name: (key: keyof R & string, item?: string) => string;
}

/** What says which objects to read: some are of interest only until a resource exists. */
export interface RequiresContext<E, P, R extends Declarations> extends TargetBase<E, P, R> {
  readonly observed: Observed<R>;
}

export interface TargetContext<E, P, R extends Declarations, Q> extends RequiresContext<E, P, R> {
  /** The connection details that Crossplane read for the resource under `key`; empty while there are none. */
  readonly connection: (key: keyof R & string, item?: string) => Readonly<Record<string, string | undefined>>;
  /** A value of the connection Secret as applications have it now; undefined while there is none. */
  readonly published: (key: string) => string | undefined;
  /** The required objects; undefined while one does not exist. */
  readonly required: { readonly [K in keyof Q]: Unstructured | undefined };
}

/** A value of the connection Secret: text, bytes, or undefined while it is not known. */
export type SecretValue = string | Uint8Array | undefined;

/** What a target composes. */
export interface Composition<A extends AnyApi, R extends Declarations, L = never> {
  readonly resources: Made<R>;
  /** A key that is `none` is neither awaited nor there; where none is left, there is no Secret. */
  readonly secret: { readonly [K in Exclude<A['secret'][number], L>]: SecretValue | None };
  readonly status: Loose<Output<A['status']>>;
  /** Where the Secret of a cluster-scoped API lives. */
  readonly secretNamespace?: string;
}

export interface TargetOptions<A extends AnyApi, E, P, R extends Declarations, N extends string, Q, L> {
  /** Optional sections of the environment that this target cannot do without, beside those that the planner needs. */
  readonly needs?: readonly N[];
  /** Optional sections that it, or the planner for it, looks into where they are there: a mistake around them is a mistake for its claims. */
  readonly uses?: readonly OptionalSection<E>[];
  readonly resources: R & OneMain<R>;
  /** Objects to read, by a name of the author's choice. */
  readonly requires?: (context: RequiresContext<WithSections<E, N>, P, R>) => Q;
  /** Keys of the API's Secret that mean nothing here, such as those of another protocol. */
  readonly lacks?: readonly L[];
  /** Recorded values as the composed resources still show them, for a claim whose status was lost. */
  readonly recover?: (observed: Observed<R>) => Loose<Output<A['recorded']>>;
}

/** What any target composes. */
export interface AnyComposition {
  readonly resources: Readonly<Record<string, None | ComposedResource | Readonly<Record<string, ComposedResource>>>>;
  readonly secret: Readonly<Record<string, SecretValue | None>>;
  readonly status: Readonly<Record<string, unknown>>;
  readonly secretNamespace?: string;
}

/** Any target, for lists. */
export interface AnyTarget {
  readonly planner: AnyPlanner;
  readonly needs: readonly string[];
  readonly uses: readonly string[];
  readonly lacks: readonly string[];
  readonly resources: Declarations;
  readonly requires: ((context: never) => Requirements) | undefined;
  readonly recover: ((observed: never) => Readonly<Record<string, unknown>>) | undefined;
  readonly compose: (context: never) => AnyComposition;
}

/** One target of one API. */
export interface Target<A extends AnyApi> extends AnyTarget {
  readonly planner: Planner<A, never, unknown>;
}

/** The target that composes `resources` for the planner's plans; throws a `UserError` for declarations that could never work. */
export function target<
  A extends AnyApi,
  E,
  P,
  R extends Declarations,
  N extends OptionalSection<E> = never,
  Q extends Requirements = {},
  L extends A['secret'][number] = never,
>(
  planner: Planner<A, E, P>,
  options: TargetOptions<A, E, P, R, N, Q, L>,
  compose: (context: TargetContext<WithSections<E, N>, P, R, Q>) => Composition<A, NoInfer<R>, NoInfer<L>>,
): Target<A> {
  const { needs = [], uses = [], lacks = [], resources, requires, recover } = options;
  const problems = unsound(planner.api, resources);
  if (problems.length > 0) throw new UserError(`a target of ${planner.api.kind} cannot work: ${problems.join('; ')}`);
  return {
    planner,
    needs: needs.map(String),
    uses: uses.map(String),
    lacks,
    resources,
    requires,
    recover: recover as AnyTarget['recover'],
    compose: compose as AnyTarget['compose'],
  };
}
