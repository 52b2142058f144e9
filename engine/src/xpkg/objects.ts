/** Which Kubernetes objects a package may hold, and in which order it holds them. */
import { UserError } from '../errors.ts';

/** A Kubernetes object as far as a package looks at it. */
export interface PackageObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The kinds of packages that are written here. */
export type PackageKind = 'Configuration' | 'Function';

/** Crossplane's linter for each kind of package (crossplane-runtime v2.4.0: pkg/xpkg/lint.go, scheme.go). */
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
 * The objects in the order of their file names, which is the order in which `crossplane xpkg build` would read them.
 * Throws a `UserError` where Crossplane would refuse one of them, or where two are the same object.
 */
export function packageObjects<O extends PackageObject>(name: string, kind: PackageKind, objects: readonly O[]): O[] {
  const byFile = new Map<string, O>();
  for (const object of objects) {
    refuseForeign(name, kind, object);
    const file = objectFile(object);
    if (byFile.has(file)) throw new UserError(`package ${name} holds two objects ${called(object)}`);
    byFile.set(file, object);
  }
  return [...byFile].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

/** The name of the file that holds an object, `<kind>-<name>.yaml`; unique inside a package. */
export function objectFile({ kind, metadata }: PackageObject): string {
  return `${kind.toLowerCase()}-${metadata.name}.yaml`;
}

function refuseForeign(name: string, kind: PackageKind, object: PackageObject): void {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(object.metadata?.name ?? '')) {
    throw new UserError(
      `package ${name} holds a ${object.kind} whose metadata.name is no DNS name: ${JSON.stringify(object.metadata?.name)}`,
    );
  }
  if (allowed[kind].includes(`${object.apiVersion} ${object.kind}`)) return;
  const kinds = [...new Set(allowed[kind].map((entry) => entry.split(' ')[1]))];
  throw new UserError(
    `package ${name} cannot hold ${called(object)}: Crossplane accepts only ${kinds.join(', ')} in a ${kind} package`,
    { hint: 'ship it beside the packages, in the install bundle' },
  );
}

function called({ apiVersion, kind, metadata }: PackageObject): string {
  return `${kind} ${metadata.name} (${apiVersion})`;
}
