/** The Kubernetes objects of a package: the allowed kinds and the order. */
import { UserError } from '../errors.ts';

/** The part of a Kubernetes object that a package reads. */
export interface PackageObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The kinds of packages that planesmith builds. */
export type PackageKind = 'Configuration' | 'Function';

/** The objects that Crossplane's linter allows in each kind of package (crossplane-runtime v2.4.0: pkg/xpkg/lint.go, scheme.go). */
const allowed: Readonly<Record<PackageKind, readonly string[]>> = {
  Configuration: [
    'apiextensions.crossplane.io/v1 CompositeResourceDefinition',
    'apiextensions.crossplane.io/v2 CompositeResourceDefinition',
    'apiextensions.crossplane.io/v1 Composition',
    'apiextensions.crossplane.io/v1alpha1 ManagedResourceActivationPolicy',
    'ops.crossplane.io/v1alpha1 Operation',
    'ops.crossplane.io/v1alpha1 CronOperation',
    'ops.crossplane.io/v1alpha1 WatchOperation',
  ],
  Function: ['apiextensions.k8s.io/v1 CustomResourceDefinition'],
};

/**
 * The objects in the order of their file names, in which `crossplane xpkg build` would read them.
 * Throws a `UserError` if Crossplane would refuse one of them, or if two are the same object.
 */
export function packageObjects<O extends PackageObject>(name: string, kind: PackageKind, objects: readonly O[]): O[] {
  const byFile = new Map<string, O>();
  for (const object of objects) {
    refuseForeign(name, kind, object);
    const file = objectFile(object);
    if (byFile.has(file)) throw new UserError(`package ${name} holds two objects ${describe(object)}`);
    byFile.set(file, object);
  }
  return [...byFile].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

/** The file name of an object, `<kind>-<name>.yaml`; unique inside a package. */
export function objectFile({ kind, metadata }: PackageObject): string {
  return `${kind.toLowerCase()}-${metadata.name}.yaml`;
}

function refuseForeign(name: string, kind: PackageKind, object: PackageObject): void {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(object.metadata?.name ?? '')) {
    throw new UserError(
      `package ${name} holds a ${object.kind} whose metadata.name is not a DNS name: ${JSON.stringify(object.metadata?.name)}`,
    );
  }
  if (allowed[kind].includes(`${object.apiVersion} ${object.kind}`)) return;
  const kinds = [...new Set(allowed[kind].map((entry) => entry.split(' ')[1]))];
  throw new UserError(
    `package ${name} cannot hold ${describe(object)}: Crossplane accepts only ${kinds.join(', ')} in a ${kind} package`,
    { hint: 'ship it beside the packages, in the install bundle' },
  );
}

function describe({ apiVersion, kind, metadata }: PackageObject): string {
  return `${kind} ${metadata.name} (${apiVersion})`;
}
