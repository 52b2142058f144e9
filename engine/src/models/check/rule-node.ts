/** Converts a Kubernetes schema into a node of our own schemas, with the parts that CEL rules need. */
import type { Node, NodeBase } from '../../schema/node.ts';
import type { Rule } from '../../schema/rule.ts';
import { dereference, type JsonSchema, type ValidationRule } from '../json-schema.ts';

/** The node of the schema of a whole object. */
export function ruleNode(root: JsonSchema): Node {
  return new Converter(root).kubernetesObject(root);
}

class Converter {
  readonly #root: JsonSchema;
  /** The references that are being followed. A schema that contains itself is opaque to rules at the second level. */
  readonly #open = new Set<string>();

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** An object with a kind, in which rules always see the name. */
  kubernetesObject(schema: JsonSchema): Node {
    const fields = this.#fields({ apiVersion: text, kind: text, ...schema.properties });
    const metadata: Node = { ...base({}), kind: 'metadata', maxNameLength: 253 };
    return { ...base(schema), kind: 'object', fields: { ...fields, metadata } };
  }

  #node(schema: JsonSchema): Node {
    const { $ref } = schema;
    if ($ref === undefined) return this.#convert(schema);
    if (this.#open.has($ref)) return { ...base({}), kind: 'any' };
    this.#open.add($ref);
    const node = this.#convert(dereference(schema, this.#root));
    this.#open.delete($ref);
    return node;
  }

  #convert(schema: JsonSchema): Node {
    const common = base(schema);
    if (schema['x-kubernetes-int-or-string'] === true) return { ...common, kind: 'intOrString' };
    if (schema['x-kubernetes-embedded-resource'] === true) return this.kubernetesObject(schema);
    const { format, additionalProperties: values } = schema;
    switch (schema.type) {
      case 'string':
        return { ...common, kind: 'string', ...(format === undefined ? {} : { format }) } as Node;
      case 'integer':
      case 'number':
      case 'boolean':
        return { ...common, kind: schema.type };
      case 'array':
        return { ...common, kind: 'array', items: this.#node(schema.items ?? {}), ...listOf(schema) };
      case 'object':
        if (typeof values === 'object') return { ...common, kind: 'map', values: this.#node(values) };
        return { ...common, kind: 'object', fields: this.#fields(schema.properties ?? {}) };
      default:
        return { ...common, kind: 'any' };
    }
  }

  #fields(properties: { readonly [name: string]: JsonSchema }): { readonly [name: string]: Node } {
    return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, this.#node(field)]));
  }
}

const text: JsonSchema = { type: 'string' };

function base(schema: JsonSchema): NodeBase {
  const rules = (schema['x-kubernetes-validations'] ?? []).map(toRule);
  return { description: undefined, presence: 'optional', nullable: schema.nullable === true, rules };
}

/** https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/cel/validation.go ruleMessageOrDefault */
function toRule({ message, ...rule }: ValidationRule): Rule {
  return { ...(rule as Omit<Rule, 'message'>), message: message || `failed rule: ${rule.rule.trim()}` };
}

function listOf(schema: JsonSchema): { listType: 'atomic' | 'set' | 'map'; keys: readonly string[] } {
  const type = schema['x-kubernetes-list-type'];
  const listType = type === 'set' || type === 'map' ? type : 'atomic';
  return { listType, keys: schema['x-kubernetes-list-map-keys'] ?? [] };
}
