/** Toy CRDs for the tests of the generator and of the checks. */
import type { SourceDocument } from '../document.ts';
import type { JsonSchema } from '../json-schema.ts';

export interface ToyCrd {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly version: string;
  readonly scope: string;
  readonly schema: JsonSchema;
}

/** A CustomResourceDefinition as a parsed document; by default the namespaced Widget of toy.example.org/v1. */
export function toyCrd(changes: Partial<ToyCrd> = {}): unknown {
  const { group, kind, plural, version, scope, schema } = { ...widget, ...changes };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural },
      scope,
      versions: [
        { name: 'v0', served: false, storage: false, schema: { openAPIV3Schema: { type: 'object' } } },
        { name: version, served: true, storage: true, schema: { openAPIV3Schema: schema } },
      ],
    },
  };
}

/** The same as a document from the source `name`. */
export function toyDocument(name: string, changes: Partial<ToyCrd> = {}): SourceDocument {
  return { source: name, sha256: name.padStart(64, '0'), content: toyCrd(changes) };
}

/** The schema of a kind with the given spec. */
export function toySchema(spec: JsonSchema): JsonSchema {
  const properties = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, spec };
  return { type: 'object', required: ['spec'], properties };
}

const widget: ToyCrd = {
  group: 'toy.example.org',
  kind: 'Widget',
  plural: 'widgets',
  version: 'v1',
  scope: 'Namespaced',
  schema: toySchema({ type: 'object', properties: { size: { type: 'string', description: 'How big.' } } }),
};
