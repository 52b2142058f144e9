/** A package of a platform: some of its APIs on some of their targets, in one flavour. */
import type { AnyApi, Flavour } from '../schema/index.ts';

/** A package as declared. A list of these can be one package of everything, one per API, or anything between. */
export interface PackageDefinition<Key extends string = string, Target extends string = string> {
  readonly name: string;
  /** @default every API that has one of the targets */
  readonly apis?: readonly Key[];
  /** New claims of an API get the first of these that the API has. */
  readonly targets: readonly Target[];
  readonly flavour: Flavour;
}

/** A package with its list of APIs filled in. */
export interface Package extends Required<PackageDefinition> {}

/** For every target, one package in each flavour: `<name>-<target>` and `<name>-<target>-claims`. */
export function perTarget<const Target extends string>(
  name: string,
  targets: readonly Target[],
): PackageDefinition<never, Target>[] {
  return targets.flatMap((target) => [
    { name: `${name}-${target}`, targets: [target], flavour: 'namespaced' as const },
    { name: `${name}-${target}-claims`, targets: [target], flavour: 'claims' as const },
  ]);
}

/** The package with its list of APIs, in the order of `apis`. */
export function resolvePackage(definition: PackageDefinition, apis: Readonly<Record<string, AnyApi>>): Package {
  const { targets, apis: chosen } = definition;
  const keys = Object.keys(apis).filter((key) =>
    chosen ? chosen.includes(key) : apis[key]?.targets.some((target) => targets.includes(target)),
  );
  return { ...definition, apis: keys };
}

/** The APIs, of which each has only the targets on which a package serves it. An API of another catalogue may have more than the platform offers. */
export function servedApis<A extends Readonly<Record<string, AnyApi>>>(apis: A, packages: readonly Package[]): A {
  const served = Object.entries(apis).map(([key, api]): [string, AnyApi] => {
    const offered = new Set(packages.flatMap((pkg) => (pkg.apis.includes(key) ? pkg.targets : [])));
    const [first, ...others] = api.targets.filter((target) => offered.has(target));
    // An API whose targets are all served stays the object that its author exports, which callers may compare.
    const isWhole = first === undefined || others.length + 1 === api.targets.length;
    return [key, isWhole ? api : { ...api, targets: [first, ...others] }];
  });
  return Object.fromEntries(served) as A;
}
