/** The nodes of a schema: plain frozen data, one kind per shape of a structural schema, with the TypeScript types of their values. */
import type { Deprecation } from './deprecation.ts';
import type { Rule } from './rule.ts';

/** A value as JSON holds it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Whether a developer must write a field, may leave it out, or gets a default from the API server. */
export type Presence = 'required' | 'optional' | 'defaulted';

/** The properties of every node. */
export interface NodeBase {
  /** The text of `kubectl explain` and of the docs; only the root of a spec or status may lack it. */
  readonly description: string | undefined;
  readonly presence: Presence;
  readonly nullable: boolean;
  /** The default, if `presence` is `defaulted`. */
  readonly default?: Json;
  /** When the field may be gone, and what takes its place; absent unless it is deprecated. */
  readonly deprecated?: Deprecation;
  readonly rules: readonly Rule[];
}

export interface ObjectNode extends NodeBase {
  readonly kind: 'object';
  /** In the author's order. */
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
  /** Limit for a string. */
  readonly maxLength?: number;
  readonly pattern?: string;
}

export interface ArrayNode extends NodeBase {
  readonly kind: 'array';
  readonly items: Node;
  readonly listType: 'atomic' | 'set' | 'map';
  /** The fields that identify an item; empty unless `listType` is `map`. */
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

/** Any JSON. Only fields that Kubernetes or Crossplane own have it; there is no builder for it. */
export interface AnyNode extends NodeBase {
  readonly kind: 'any';
}

/** The metadata of an object, which Kubernetes validates by its own rules. */
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
 * The string formats of CRD schemas that are useful for APIs of infrastructure:
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/validation/formats.go
 * Kubernetes checks those with `k8s-` from 1.34 on, and ignores them before.
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

/** The type of a value after the API server's defaulting, as a function receives it. */
export type Output<S extends Schema> = NonNullable<S[typeof types]>['output'];
