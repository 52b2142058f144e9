/** The structural schema of a CRD or XRD. */
import { deprecationText, describedAsDeprecated } from './deprecation.ts';
import type { Json, Node, Schema } from './node.ts';
import { assertSound } from './review/review.ts';
import type { Rule } from './rule.ts';

/**
 * An OpenAPI v3 schema as apiextensions.k8s.io/v1 defines it, with the keywords that our nodes need.
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/v1/types_jsonschema.go
 */
export interface JSONSchemaProps {
  description?: string;
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  format?: string;
  default?: Json;
  nullable?: true;
  enum?: readonly Json[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  items?: JSONSchemaProps;
  additionalProperties?: JSONSchemaProps;
  required?: readonly string[];
  properties?: Record<string, JSONSchemaProps>;
  'x-kubernetes-int-or-string'?: true;
  'x-kubernetes-preserve-unknown-fields'?: true;
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-list-map-keys'?: readonly string[];
  'x-kubernetes-validations'?: readonly Rule[];
}

/**
 * The schema for `openAPIV3Schema`, with properties in the author's order.
 * Throws a `UserError` that lists everything that Kubernetes or Crossplane would refuse or drop.
 */
export function toStructural(schema: Schema | Node): JSONSchemaProps {
  assertSound(schema);
  return structural(schema);
}

/** The same for a node that no author wrote, such as a field of Crossplane's, and that nobody has to judge. */
export function structural(node: Node): JSONSchemaProps {
  const description = descriptionOf(node);
  return {
    ...(description !== undefined && { description }),
    ...shape(node),
    ...(node.nullable && { nullable: true as const }),
    ...(node.default !== undefined && { default: node.default }),
    ...(node.rules.length > 0 && { 'x-kubernetes-validations': node.rules }),
  };
}

function descriptionOf({ description, deprecated }: Node): string | undefined {
  return deprecated === undefined ? description : describedAsDeprecated(description, deprecationText(deprecated));
}

function shape(node: Node): JSONSchemaProps {
  switch (node.kind) {
    case 'object':
      return objectShape(node);
    case 'enum':
      return { type: 'string', enum: node.values };
    case 'intOrString':
      return { 'x-kubernetes-int-or-string': true, ...pick(node, ['maxLength', 'pattern']) };
    case 'array':
      return {
        type: 'array',
        ...pick(node, ['minItems', 'maxItems']),
        'x-kubernetes-list-type': node.listType,
        ...(node.keys.length > 0 && { 'x-kubernetes-list-map-keys': node.keys }),
        items: structural(node.items),
      };
    case 'map':
      return {
        type: 'object',
        ...pick(node, ['minProperties', 'maxProperties']),
        additionalProperties: structural(node.values),
      };
    case 'any':
      return { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    case 'metadata':
      return { type: 'object' };
    default:
      return { type: node.kind, ...pick(node, bounds) };
  }
}

function objectShape({ fields }: Extract<Node, { kind: 'object' }>): JSONSchemaProps {
  const required = Object.keys(fields).filter((name) => fields[name]?.presence === 'required');
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, structural(field)])),
  };
}

const bounds = ['format', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'multipleOf'] as const;

/** The named properties that the node has. */
function pick<T extends object>(node: T, names: readonly string[]): Partial<JSONSchemaProps> {
  return Object.fromEntries(names.flatMap((name) => (name in node ? [[name, node[name as keyof T]]] : [])));
}
