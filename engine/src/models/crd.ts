/** Reads the kinds of a CustomResourceDefinition. */
import type { Spec } from './definition.ts';
import type { JsonSchema } from './json-schema.ts';
import type { KindDefinition } from './kind.ts';
import { strip } from './strip.ts';

export function isCrd(content: unknown): content is { readonly spec: Spec } {
  const { kind, apiVersion } = (content ?? {}) as { kind?: unknown; apiVersion?: unknown };
  return kind === 'CustomResourceDefinition' && apiVersion === 'apiextensions.k8s.io/v1';
}

/** The schema of a kind whose operator checks everything by itself. */
const open: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** One definition per served version of the CRD. */
export function crdKinds({ spec }: { readonly spec: Spec }): readonly KindDefinition[] {
  return spec.versions
    .filter(({ served }) => served)
    .map(({ name, schema }) => {
      const written = schema?.openAPIV3Schema ?? open;
      return {
        apiVersion: `${spec.group}/${name}`,
        kind: spec.names.kind,
        plural: spec.names.plural,
        namespaced: spec.scope === 'Namespaced',
        written: () => written,
        schema: () => strip(written),
      };
    });
}
