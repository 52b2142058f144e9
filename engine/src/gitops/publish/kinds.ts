/** What a published version says about the kinds of its claims, so that GitOps objects can be written without the platform. */
import type { Flavour } from '../../schema/index.ts';
import { claimsInsidePath, deletionPath } from '../../schema/vocabulary.ts';

/** A kind that developers claim, in one target and flavour of a version. */
export interface ClaimKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  /** All versions that are served. */
  readonly versions: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  /** An API whose claims are in no namespace is always `namespaced`: its claims are XRs. */
  readonly flavour: Flavour;
  /** Whether data goes with a claim: its own, or that of the claims inside it. */
  readonly holdsData: boolean;
}

/** The name of the file beside the packages. */
export const kindsFile = 'kinds.yaml';

interface Names {
  readonly kind: string;
  readonly plural: string;
}

/** An XRD, as far as it is read. */
interface Definition {
  readonly spec: {
    readonly group: string;
    readonly scope?: string;
    readonly names: Names;
    readonly claimNames?: Names;
    readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema?: Schema } }[];
  };
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The kind that developers claim by this XRD. */
export function claimKind({ spec }: Definition): ClaimKind {
  const { group, scope, names, claimNames, versions } = spec;
  const { kind, plural } = claimNames ?? names;
  const isCluster = claimNames === undefined && scope === 'Cluster';
  const has = (path: string) => versions.some(({ schema }) => at(schema?.openAPIV3Schema, path) !== undefined);
  return {
    group,
    kind,
    plural,
    versions: versions.map(({ name }) => name),
    scope: isCluster ? 'Cluster' : 'Namespaced',
    flavour: claimNames === undefined ? 'namespaced' : 'claims',
    holdsData: has(deletionPath) || (isCluster && has(claimsInsidePath)),
  };
}

function at(schema: Schema | undefined, path: string): Schema | undefined {
  return path.split('.').reduce<Schema | undefined>((node, step) => node?.properties?.[step], schema);
}
