/** What a schema is: plain frozen nodes, one kind per shape a structural schema can hold, and the types read off them. */
import type { Rule } from './rule.ts';

/** A value as JSON holds it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Whether a field must be written, may be absent, or is filled in by the API server when absent. */
export type Presence = 'required' | 'optional' | 'defaulted';

/** What every node has. */
export interface NodeBase {
  /** Product copy for `kubectl explain` and the docs; only the root of a spec or status goes without. */
  readonly description: string | undefined;
  readonly presence: Presence;
  readonly nullable: boolean;
  /** The default, when `presence` is `defaulted`. */
  readonly default?: Json;
  /** What to use instead, on a field that is on its way out. */
  readonly deprecated?: string;
  readonly rules: readonly Rule[];
}

export interface ObjectNode extends NodeBase {
  readonly kind: 'object';
  /** In the order in which the author wrote them. */
  readonly fields: { readonly [name: string]: Node };
}

export interface StringNode extends NodeBase {
  readonly kind: 'string';
  readonly minLength?: number;
  /** In Unicode code points, as Kubernetes counts. */
  readonly maxLength?: number;
  /** A regular expression in Go's RE2 syntax. */
  readonly pattern?: string;
  readonly format?: StringFormat;
}

export interface IntegerNode extends NodeBase {
  readonly kind: 'integer';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly format?: 'int32' | 'int64';
}

export interface NumberNode extends NodeBase {
  readonly kind: 'number';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: 'float' | 'double';
}

export interface BooleanNode extends NodeBase {
  readonly kind: 'boolean';
}

export interface EnumNode extends NodeBase {
  readonly kind: 'enum';
  readonly values: readonly string[];
}

export interface IntOrStringNode extends NodeBase {
  readonly kind: 'intOrString';
  /** Bound of the written string. */
  readonly maxLength?: number;
  readonly pattern?: string;
}

export interface ArrayNode extends NodeBase {
  readonly kind: 'array';
  readonly items: Node;
  readonly listType: 'atomic' | 'set' | 'map';
  /** The fields that tell items apart; empty unless `listType` is `map`. */
  readonly keys: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly values: Node;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

/** Any JSON at all: only for what Kubernetes or Crossplane own (managed fields, references); no builder makes it. */
export interface AnyNode extends NodeBase {
  readonly kind: 'any';
}

/** An object's metadata, whose rules are Kubernetes' own. */
export interface MetadataNode extends NodeBase {
  readonly kind: 'metadata';
  readonly maxNameLength: number;
}

export type Node =
  | ObjectNode
  | StringNode
  | IntegerNode
  | NumberNode
  | BooleanNode
  | EnumNode
  | IntOrStringNode
  | ArrayNode
  | MapNode
  | AnyNode
  | MetadataNode;

/**
 * The string formats a CRD schema checks, of those that say something about our domain:
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/validation/formats.go
 * The `k8s-` ones are checked from Kubernetes 1.34 on, and ignored before.
 */
export type StringFormat =
  | 'byte'
  | 'cidr'
  | 'date'
  | 'date-time'
  | 'duration'
  | 'hostname'
  | 'ipv4'
  | 'ipv6'
  | 'k8s-long-name'
  | 'k8s-short-name'
  | 'mac'
  | 'uri'
  | 'uuid';

declare const types: unique symbol;

/** A node that remembers the TypeScript type of its values as written (`I`) and after defaulting (`O`). */
export type Schema<I = unknown, O = I, P extends Presence = Presence> = Node & {
  readonly presence: P;
  readonly [types]?: { readonly input: I; readonly output: O };
};

/** The type of a value as its author writes it. */
export type Input<S extends Schema> = NonNullable<S[typeof types]>['input'];

/** The type of a value after the API server's defaulting: what a function receives. */
export type Output<S extends Schema> = NonNullable<S[typeof types]>['output'];
