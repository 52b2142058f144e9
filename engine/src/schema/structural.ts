/** The structural schema of a CRD or XRD. */
import type { Json, Node, Schema } from './node.ts';

/** An OpenAPI v3 schema as apiextensions.k8s.io/v1 writes it; https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/v1/types_jsonschema.go */
export interface JSONSchemaProps {
  description?: string;
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  format?: string;
  default?: Json;
  nullable?: true;
  enum?: Json[];
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
  required?: string[];
  properties?: Record<string, JSONSchemaProps>;
  anyOf?: JSONSchemaProps[];
  'x-kubernetes-int-or-string'?: true;
  'x-kubernetes-preserve-unknown-fields'?: true;
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-validations'?: CelValidation[];
}

export interface CelValidation {
  rule: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

/** The schema for `openAPIV3Schema`, properties in the author's order; throws a `UserError` listing all that Kubernetes would refuse. */
export function toStructural(schema: Schema | Node): JSONSchemaProps {
  void schema;
  throw new Error('not built yet');
}
