/** The platform as one value: what it is called, what it offers, and how that is packaged. */
import { UserError } from '../errors.ts';
import type { ModelsSettings } from '../models/settings.ts';
import { type Package, type PackageDefinition, resolvePackage } from './package.ts';
import { platformProblems } from './problems.ts';
import type { AnyFunctions, Functions } from '../authoring/index.ts';
import type { AnyApi } from '../schema/index.ts';
import type { Compositions } from '../synth/composition.ts';
import type { Install } from '../synth/install.ts';
import { functionName, functionRepository } from '../synth/function-name.ts';
import type { SynthesisPlatform } from '../synth/synthesise.ts';
import type { About, BaseSource } from '../xpkg/index.ts';

/** The approved APIs by the name their files have. */
export type Apis = Readonly<Record<string, AnyApi>>;

/** What a platform team writes in planesmith.config.ts. */
export interface PlatformDefinition<A extends Apis> extends PlatformSettings {
  readonly apis: A;
  /** `() => import('./compositions/index.ts')`: a function, so that cdk8s is loaded by nothing but synthesis. */
  readonly compositions: () => Promise<{ readonly compositions: Compositions<A> }>;
  /** `() => import('./functions/index.ts')`: a function, so that checking claims loads no function. */
  readonly functions: () => Promise<{ readonly functions: Functions<A> }>;
  /** `() => import('./install/index.ts')`: what the install bundles have beside the engine's own files. @default nothing */
  readonly install?: () => Promise<{ readonly install: Install<A[keyof A]['targets'][number]> }>;
  readonly packages: readonly PackageDefinition<keyof A & string, A[keyof A]['targets'][number]>[];
}

interface PlatformSettings {
  /** A DNS label; the EnvironmentConfig that functions read has this name too. */
  readonly name: string;
  /** The API group of every kind, as `platform.example.org`. */
  readonly group: string;
  /** Where packages are pushed, as `registry.example.org/platform`; the host needs a dot. */
  readonly registry: string;
  /** The Crossplane versions that the packages accept, as `>=v2.4.0`. */
  readonly crossplane: string;
  /** The version of every package, as `1.2.3`; it belongs in package.json. */
  readonly version: string;
  /** Where the kinds that functions compose are declared; only `planesmith models` needs it. */
  readonly models?: ModelsSettings;
  /**
   * Where dist/schemas/ is published for editors, as `https://schemas.example.org/platform`.
   * @default the local dist/schemas
   */
  readonly schemas?: string;
  /** What catalogues say of the packages. */
  readonly about?: About;
  /** The libraries under the Function's program. @default those of the machine that builds, for local use only */
  readonly base?: BaseSource;
}

/** A checked platform. */
export interface Platform extends PlatformSettings, SynthesisPlatform {
  readonly apis: Apis;
  readonly functions: () => Promise<{ readonly functions: AnyFunctions }>;
  readonly install?: () => Promise<{ readonly install: Install }>;
  readonly packages: readonly Package[];
  /** Where this version's Function lives: a repository of its own. */
  readonly functionRepository: string;
  /** The name under which Crossplane installs it. */
  readonly functionName: string;
}

/** The platform, checked; throws a `UserError` that names everything wrong with the definition. */
export function platform<const A extends Apis>(definition: PlatformDefinition<A>): Platform {
  const problems = platformProblems(definition as unknown as PlatformDefinition<Apis>);
  if (problems.length > 0) {
    throw new UserError(`the platform cannot be used: ${problems.join('; ')}`, {
      hint: 'mend it where platform() is called, in planesmith.config.ts',
    });
  }
  const repository = functionRepository(definition.registry, definition.name, definition.version);
  return Object.freeze({
    ...(definition as unknown as PlatformDefinition<Apis>),
    packages: definition.packages.map((each) => resolvePackage(each, definition.apis)),
    functionRepository: repository,
    functionName: functionName(repository),
  });
}
