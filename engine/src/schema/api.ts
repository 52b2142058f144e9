/** The type of an API: the spec of its claims, the recorded decisions, and the reported status. */
import type { Column, ResolvedColumn } from './column.ts';
import type { Conversion } from './convert.ts';
import type { Deprecation } from './deprecation.ts';
import type { Limit, Limits } from './limits/limit.ts';
import type { Input, Output, Schema } from './node.ts';
import type { Rule } from './rule.ts';

/** The keys of a connection Secret, and what the value of each means. */
export type SecretKeys = Readonly<Record<string, string>>;

/** The definition of an API, as its author writes it. */
export interface ApiDefinition<
  Spec extends Schema = Schema,
  Recorded extends Schema = Schema,
  Status extends Schema = Schema,
  Targets extends readonly string[] = readonly string[],
  Secret extends SecretKeys = SecretKeys,
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
   * Further versions under which the same objects are served. They share one schema, since Crossplane converts nothing.
   * Crossplane still stores `version`, and Compositions name it, which is immutable (crossplane.io CompositionSpec.compositeTypeRef).
   * @default none
   */
  readonly alsoServed?: readonly string[];
  /**
   * By name, the versions that may be gone after their sunset. kubectl and Crossplane's XRD warn whoever uses one.
   * @default none
   */
  readonly deprecatedVersions?: Readonly<Record<string, Deprecation>>;
  /** @default 'Namespaced' */
  readonly scope?: 'Namespaced' | 'Cluster';
  readonly description: string;
  /** Where its resources can come from; the first is the default target. */
  readonly targets: Targets;
  /** The fields that a developer may write. */
  readonly spec: Spec;
  /**
   * How claims that were written for an earlier schema become those of this one, in Git: Crossplane converts nothing.
   * @default every claim stays as it is
   */
  readonly convert?: Conversion<Input<Spec>>;
  /** Decisions that hold for the life of a claim, stored in `status.recorded`. */
  readonly recorded: Recorded;
  /** The fields that the developer reads back; the engine adds those that every API has. */
  readonly status: Status;
  /** The keys of the connection Secret with what each means, the same on every target; empty for an API without a Secret. */
  readonly secret: Secret;
  /**
   * What people do with a claim later, by a short title (`Let it live longer`), in Markdown. Pages have the tasks that follow from fields
   * and rules already, such as deleting a claim.
   */
  readonly tasks?: Readonly<Record<string, string>>;
  /**
   * What environments may limit, by the field of the spec. The function refuses what exceeds a limit, and so do the policies of the install
   * bundle at admission, in the same words. Of several limits on one field, the first that is exceeded counts.
   * @default none
   */
  readonly limits?: { readonly [F in keyof Output<Spec> & string]?: Limit | readonly Limit[] };
  /** Columns of `kubectl get`, before those that Crossplane adds. */
  readonly columns?: readonly Column[];
  /** Rules on the whole object. Only they can read `self.metadata.name`. */
  readonly rules?: readonly Rule[];
}

/** An approved API, complete and checked: its definition with the defaults filled in. */
export interface Api<
  Spec extends Schema = Schema,
  Recorded extends Schema = Schema,
  Status extends Schema = Schema,
  Targets extends readonly string[] = readonly string[],
  Secret extends SecretKeys = SecretKeys,
> extends Required<Omit<ApiDefinition<Spec, Recorded, Status, Targets, Secret>, 'columns' | 'convert' | 'limits'>> {
  readonly columns: readonly ResolvedColumn[];
  readonly limits: Limits;
  /** What it gives is judged when it is used: a definition that begins from this API may have another spec. */
  readonly convert?: Conversion<never>;
}

/** Any API, for lists. */
export type AnyApi = Api;

/** The parts of an API from which the schema of a whole claim is built. */
export type ApiSchemas = Pick<AnyApi, 'description' | 'spec' | 'recorded' | 'status' | 'secret' | 'rules'>;

/** The spec as a developer writes it. */
export type SpecInput<A extends AnyApi> = Input<A['spec']>;
/** The spec after the API server's defaulting. */
export type SpecOutput<A extends AnyApi> = Output<A['spec']>;
