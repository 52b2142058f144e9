/** The part of a claim's record that its target decides. */
import type { AnyApi, Output } from '../schema/index.ts';
import type { DecisionContext, Decisions } from './planner.ts';

/** The input of a target's decision: that of the planner, and the planner's result. */
export interface RecordContext<A extends AnyApi, E, P> extends DecisionContext<A, E> {
  readonly plan: Omit<P, 'record'>;
  /** The planner's part of the record. */
  readonly record: P extends Decisions<A> ? P['record'] : never;
}

/** A field that is decided in every call, from `recorded`. For any other field a recorded value wins over the decision. */
export interface Revised<F> {
  readonly revise: F;
}

type Decide<C, T> = (context: C) => T | undefined;

/** The decisions of a target, by recorded field. */
export type RecordDecisions<A extends AnyApi, E, P> = {
  readonly [K in keyof Output<A['recorded']>]?:
    | Decide<RecordContext<A, E, P>, Output<A['recorded']>[K]>
    | Revised<Decide<RecordContext<A, E, P>, Output<A['recorded']>[K]>>;
};

type Result<F> = F extends (context: never) => infer T ? T : F extends Revised<(context: never) => infer T> ? T : never;
type Optional<D> = { [K in keyof D]: undefined extends Result<D[K]> ? K : never }[keyof D];

/** The record of a claim on a target: the fields of the planner, and those that the target decides. */
export type RecordOf<P, D> = Readonly<P extends { readonly record: infer C } ? C : {}> & {
  readonly [K in Exclude<keyof D, Optional<D>>]: Result<D[K]>;
} & { readonly [K in Optional<D>]?: Result<D[K]> };

/** The names of the fields that an API always records. */
export type RequiredFields<T> = { [K in keyof T & string]-?: {} extends Pick<T, K> ? never : K }[keyof T & string];

/** One decision of any target. */
export interface DecidedRecord {
  readonly field: string;
  readonly decide: (context: never) => unknown;
  readonly isRevised: boolean;
}

/** The decisions of a target as a list. */
export function decideOf(decisions: object): readonly DecidedRecord[] {
  return Object.entries(
    decisions as Readonly<Record<string, DecidedRecord['decide'] | Revised<DecidedRecord['decide']>>>,
  ).map(([field, decision]) =>
    typeof decision === 'function'
      ? { field, decide: decision, isRevised: false }
      : { field, decide: decision.revise, isRevised: true },
  );
}
