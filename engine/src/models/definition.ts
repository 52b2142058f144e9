/** What a CustomResourceDefinition and Crossplane's CompositeResourceDefinition have in common. */
import type { JsonSchema } from './json-schema.ts';

export interface Names {
  readonly kind: string;
  readonly plural: string;
}

/** The part of a definition that says which kinds a cluster serves. */
export interface Spec {
  readonly group: string;
  readonly names: Names;
  readonly claimNames?: Names;
  readonly scope?: string;
  readonly versions: readonly {
    readonly name: string;
    readonly served: boolean;
    readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
  }[];
}

/** What is wrong with the spec of a definition that somebody wrote, as part of a sentence; undefined for a sound one. */
export function flawOf(spec: unknown): string | undefined {
  const { group, names, claimNames, versions } = (spec ?? {}) as Partial<Record<keyof Spec, unknown>>;
  if (typeof group !== 'string') return 'spec.group is no text';
  if (!areNames(names)) return 'spec.names has no kind or no plural';
  if (claimNames !== undefined && claimNames !== null && !areNames(claimNames)) {
    return 'spec.claimNames has no kind or no plural';
  }
  if (!Array.isArray(versions)) return 'spec.versions is no list';
  const index = versions.findIndex((version: unknown) => typeof (version as { name?: unknown })?.name !== 'string');
  return index < 0 ? undefined : `spec.versions[${index}] has no name`;
}

function areNames(value: unknown): value is Names {
  const { kind, plural } = (value ?? {}) as Partial<Record<keyof Names, unknown>>;
  return typeof kind === 'string' && typeof plural === 'string';
}
