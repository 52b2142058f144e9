/** Reads the kinds of a CustomResourceDefinition. */
import type { JsonSchema } from './json-schema.ts';
import type { KindDefinition } from './kind.ts';
import { strip } from './strip.ts';

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly scope: 'Namespaced' | 'Cluster';
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
    }[];
  };
}

export function isCrd(content: unknown): content is Crd {
  const { kind, apiVersion } = (content ?? {}) as { kind?: unknown; apiVersion?: unknown };
  return kind === 'CustomResourceDefinition' && apiVersion === 'apiextensions.k8s.io/v1';
}

/** One definition per served version of the CRD. */
export function crdKinds({ spec }: Crd): readonly KindDefinition[] {
  return spec.versions
    .filter(({ served }) => served)
    .map(({ name, schema }) => ({
      apiVersion: `${spec.group}/${name}`,
      kind: spec.names.kind,
      plural: spec.names.plural,
      namespaced: spec.scope === 'Namespaced',
      schema: () => strip(schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }),
    }));
}
