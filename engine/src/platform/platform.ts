/** The platform as one value: its name, its APIs, and how they are packaged. */
import { UserError } from '../errors.ts';
import type { AnyFunctions, Exporter } from '../authoring/index.ts';
import { functionName, functionRepository } from '../synth/function-name.ts';
import type { Install, Operators } from '../synth/install.ts';
import type { KubernetesObject } from '../synth/kubernetes-object.ts';
import type { SynthesisPlatform } from '../synth/synthesise.ts';
import type { Apis, PlatformDefinition, PlatformSettings } from './definition.ts';
import { loaders } from './loaders.ts';
import { type Package, resolvePackage, servedApis } from './package.ts';
import { callerPlace } from './place.ts';
import { platformProblems } from './problems.ts';

/** A checked platform. Its own files are reached through the `load…` methods only; each loads them once. */
export interface Platform extends PlatformSettings, SynthesisPlatform {
  /** The APIs, each with the targets on which a package serves it. */
  readonly apis: Apis;
  readonly packages: readonly Package[];
  /** Where this version's Function lives: a repository of its own. */
  readonly functionRepository: string;
  /** The name under which Crossplane installs it. */
  readonly functionName: string;
  /** The functions, with one for every target of every API; throws a `UserError` that names file and line. */
  readonly loadFunctions: () => Promise<AnyFunctions>;
  /** The charts that the platform adds to its install bundles; throws a `UserError` if a target or file name cannot be used. */
  readonly loadInstall: () => Promise<Install>;
  /** How operators are installed, from the same file; none are named if every chart is taken as it is. */
  readonly loadOperators: () => Promise<Operators>;
  /** The exporter that the definition registers as `name`; throws a `UserError` if there is none, or if its file is wrong. */
  readonly loadExporter: (name: string) => Promise<Exporter>;
  /** In a kit, the Compositions of its platform, which it cannot synthesise. @default they are synthesised */
  readonly synthesised?: Readonly<Record<string, KubernetesObject>>;
}

/** The platform, checked; throws a `UserError` that names everything wrong with the definition. */
export function platform<const A extends Apis>(definition: PlatformDefinition<A>): Platform {
  const anyDefinition = definition as unknown as PlatformDefinition<Apis>;
  const problems = platformProblems(anyDefinition);
  if (problems.length > 0) {
    throw new UserError(`the platform cannot be used: ${problems.join('; ')}`, {
      hint: 'correct it where platform() is called, in planesmith.config.ts',
    });
  }
  const { compositions, functions, install, exporters, ...settings } = anyDefinition;
  const repository = functionRepository(settings.registry, settings.name, settings.version);
  const packages = settings.packages.map((declared) => resolvePackage(declared, settings.apis));
  const apis = servedApis(settings.apis, packages);
  return Object.freeze({
    ...settings,
    apis,
    packages,
    functionRepository: repository,
    functionName: functionName(repository),
    ...loaders({ apis, group: settings.group, packages, compositions, functions, install, exporters }, callerPlace()),
  });
}
