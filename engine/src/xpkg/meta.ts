/** The meta object of a package, with its name, the versions of Crossplane that it supports, and its dependencies. */
import { UserError } from '../errors.ts';
import { isConstraint, isVersion } from './constraint.ts';
import { isDigest } from './digest.ts';
import type { PackageKind } from './objects.ts';

/** A dependency of a package. */
export interface Dependency {
  readonly kind: 'Configuration' | 'Function' | 'Provider';
  /** The repository without tag and digest, such as `registry.example.org/platform/platform-functions-0-1-0`. */
  readonly package: string;
  /** An exact version, a version constraint, or a digest. */
  readonly version: string;
}

/** Information for catalogues and readers; each text becomes an annotation `meta.crossplane.io/<key>`. */
export interface About {
  readonly maintainer?: string;
  readonly source?: string;
  readonly license?: string;
  readonly description?: string;
  readonly readme?: string;
}

/** The properties that every package has. */
export interface Identity {
  /** A DNS label, and the name of the package's folder in dist/. */
  readonly name: string;
  /** `X.Y.Z`; the tag is `v<version>`. */
  readonly version: string;
  /** The constraint on the version of Crossplane, such as `>=v2.0.0-0`. */
  readonly crossplane: string;
  readonly about?: About;
}

/** The first object of package.yaml, of `meta.pkg.crossplane.io/v1`. */
export interface Meta {
  readonly apiVersion: 'meta.pkg.crossplane.io/v1';
  readonly kind: PackageKind;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly crossplane: { readonly version: string };
    readonly capabilities?: readonly string[];
    readonly dependsOn?: readonly (Dependency & { readonly apiVersion: string })[];
  };
}

/** The meta object; throws a `UserError` for values that Crossplane would refuse or misread. */
export function packageMeta(kind: PackageKind, identity: Identity, dependsOn: readonly Dependency[] = []): Meta {
  const { name, version, crossplane, about = {} } = identity;
  refuse(!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name), `package name ${JSON.stringify(name)} is not a DNS label`);
  refuse(!isVersion(version), `package ${name}: ${JSON.stringify(version)} is not a version of the form X.Y.Z`);
  refuse(
    !isConstraint(crossplane),
    `package ${name}: crossplane ${JSON.stringify(crossplane)} is not a version constraint`,
  );
  for (const dependency of dependsOn) refuseDependency(name, dependency);
  const annotations = Object.entries(about).map(([key, text]) => [`meta.crossplane.io/${key}`, text] as const);
  return {
    apiVersion: 'meta.pkg.crossplane.io/v1',
    kind,
    metadata: {
      name,
      ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations.toSorted()) }),
    },
    spec: {
      ...(kind === 'Function' ? { capabilities: ['composition'] } : {}),
      crossplane: { version: crossplane },
      ...(dependsOn.length === 0 ? {} : { dependsOn: dependsOn.map(toReference) }),
    },
  };
}

function toReference({ kind, package: repository, version }: Dependency): Dependency & { apiVersion: string } {
  return { apiVersion: 'pkg.crossplane.io/v1', kind, package: repository, version };
}

function refuseDependency(name: string, dependency: Dependency): void {
  const problem = dependencyProblem(dependency);
  refuse(problem !== undefined, `package ${name} depends on ${problem}`);
}

/** The package or version that Crossplane would refuse, and why; undefined for a good dependency. */
export function dependencyProblem({ package: repository, version }: Omit<Dependency, 'kind'>): string | undefined {
  // Crossplane's API requires a dot in the registry (apis/pkg/v1: spec.package).
  if (!/^[^./]+(\.[^./]+)+(\/[^/:@]+)+$/.test(repository)) {
    return `${JSON.stringify(repository)}, which must be a repository without a tag, in a registry with a dot in its name`;
  }
  if (isDigest(version) || isConstraint(version)) return undefined;
  return `${repository} at ${JSON.stringify(version)}, which is neither a version constraint nor a digest`;
}

function refuse(isWrong: boolean, sentence: string): void {
  if (isWrong) throw new UserError(sentence);
}
