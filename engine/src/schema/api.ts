/** One approved kind: what may be asked for, what is remembered, what is reported back. */
import { type Column, resolveColumns, type ResolvedColumn } from './column.ts';
import { deepFreeze } from './make-node.ts';
import type { Input, Output, Schema } from './node.ts';
import { pluralOf } from './plural.ts';
import { apiIssues } from './review/api.ts';
import { refuse } from './review/review.ts';
import type { Rule } from './rule.ts';
import { xrSchema } from './xr.ts';

/** What the author of an API writes; see `Api` for what each part becomes. */
export interface ApiDefinition<
  Spec extends Schema = Schema,
  Recorded extends Schema = Schema,
  Status extends Schema = Schema,
  Targets extends readonly string[] = readonly string[],
  Secret extends readonly string[] = readonly string[],
> {
  /** In CamelCase, singular: `ObjectBucket`. */
  readonly kind: string;
  /** @default the English plural of the kind, in lower case */
  readonly plural?: string;
  /** @default the kind in lower case */
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** @default 'v1alpha1' */
  readonly version?: string;
  /**
   * Further versions under which the same objects are served, with the same schema: Crossplane converts nothing. `version` stays the one
   * that it stores and that Compositions name, which cannot be changed (crossplane.io CompositionSpec.compositeTypeRef). @default none
   */
  readonly alsoServed?: readonly string[];
  /** @default 'Namespaced' */
  readonly scope?: 'Namespaced' | 'Cluster';
  readonly description: string;
  /** Where it can come from; the first is the default target. */
  readonly targets: Targets;
  /** What a developer may write. */
  readonly spec: Spec;
  /** Decisions that hold for the life of a claim, kept in `status.recorded`. */
  readonly recorded: Recorded;
  /** What the developer reads back, beside what the engine reports for every API. */
  readonly status: Status;
  /** The keys of the connection Secret, the same on every target; none for an API without a Secret. */
  readonly secret: Secret;
  /** Columns of `kubectl get`, before Crossplane's own. */
  readonly columns?: readonly Column[];
  /** Rules on the whole object: the only place from which `self.metadata.name` can be seen. */
  readonly rules?: readonly Rule[];
}

/** An approved kind, complete and checked. */
export interface Api<
  Spec extends Schema = Schema,
  Recorded extends Schema = Schema,
  Status extends Schema = Schema,
  Targets extends readonly string[] = readonly string[],
  Secret extends readonly string[] = readonly string[],
> {
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly version: string;
  readonly alsoServed: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  readonly description: string;
  readonly targets: Targets;
  readonly spec: Spec;
  readonly recorded: Recorded;
  readonly status: Status;
  readonly secret: Secret;
  readonly columns: readonly ResolvedColumn[];
  readonly rules: readonly Rule[];
}

/** Any API, for lists. */
export type AnyApi = Api;

/** The spec as a developer writes it. */
export type SpecInput<A extends AnyApi> = Input<A['spec']>;
/** The spec after the API server's defaulting. */
export type SpecOutput<A extends AnyApi> = Output<A['spec']>;

/** The API, checked and frozen; throws a `UserError` that lists everything wrong with the definition. */
export function api<
  const Spec extends Schema,
  const Recorded extends Schema,
  const Status extends Schema,
  const Targets extends readonly [string, ...string[]],
  const Secret extends readonly string[],
>(definition: ApiDefinition<Spec, Recorded, Status, Targets, Secret>): Api<Spec, Recorded, Status, Targets, Secret> {
  const singular = definition.singular ?? definition.kind.toLowerCase();
  const named = {
    shortNames: [],
    categories: [],
    version: 'v1alpha1',
    alsoServed: [],
    scope: 'Namespaced',
    rules: [],
    ...definition,
    singular,
    plural: definition.plural ?? pluralOf(singular),
  } as const;
  // Frozen before it is reviewed: the schema of the whole object is remembered by this very value.
  const object = xrSchema({ ...named, columns: [] } as AnyApi);
  const made = deepFreeze({ ...named, columns: resolveColumns(definition.columns ?? [], object) });
  refuse(`API ${definition.kind}`, apiIssues(made as AnyApi));
  return made as Api<Spec, Recorded, Status, Targets, Secret>;
}
