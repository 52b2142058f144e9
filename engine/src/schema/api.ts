/** One approved kind: what may be asked for, what is remembered, what is reported back. */
import type { Input, Output, Schema } from './node.ts';
import type { Rule } from './rule.ts';

/** One column of `kubectl get`. */
export interface Column {
  /** As `SIZE`: upper case is how kubectl prints it anyway. */
  readonly name: string;
  /** A field of the object, as `.spec.size`. */
  readonly jsonPath: string;
  /** @default from the field's schema */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** @default the field's description */
  readonly description?: string;
  /** 0 shows the column always, 1 in wide output only. @default 0 */
  readonly priority?: number;
}

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

/** A column with nothing left to be inferred. */
export type ResolvedColumn = Required<Column>;

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
  return Object.freeze({
    shortNames: [],
    categories: [],
    version: 'v1alpha1',
    scope: 'Namespaced',
    rules: [],
    ...definition,
    singular,
    plural: definition.plural ?? `${singular}s`,
    columns: [],
  } as Api<Spec, Recorded, Status, Targets, Secret>);
}
