/** Builds a release: every file of dist/, as a value, from the platform and its folder alone. */
import { UserError } from '../errors.ts';
import { type File, textIn } from '../files.ts';
import type { Package } from '../platform/package.ts';
import type { Platform } from '../platform/platform.ts';
import type { AnyFunctions } from '../authoring/index.ts';
import { emptyLock, lockIn, type Pin, unresolved } from '../lock/index.ts';
import { nearest } from '../schema/index.ts';
import { synthesise } from '../synth/synthesise.ts';
import { type Architecture, buildConfigurationPackage, type BuiltPackage, toYaml } from '../xpkg/index.ts';
import { capabilityFiles } from './capabilities.ts';
import type { Dependency } from '../xpkg/meta.ts';
import { changelogEntry } from './changelog.ts';
import { checksums } from './checksums.ts';
import { checkSchemas } from './check-schemas.ts';
import { composedKinds } from './composed-kinds.ts';
import { exampleClaims } from './examples.ts';
import type { FunctionBuild } from './function-package.ts';
import { installFiles } from './install.ts';
import { insistOperators } from './install-operators.ts';
import { kitFile } from './kit/kit.ts';
import { materialsOf } from './materials.ts';
import { provenanceFile } from './provenance.ts';
import { releaseFile, type ReleaseParts } from './release-file.ts';
import { sbomFile } from './sbom/sbom.ts';
import { schemaFiles } from './schemas.ts';
import { sitePages } from './site-pages.ts';

/** The packages to build, and the machines that they run on. */
export interface BuildOptions {
  /** Names of packages; all of them if empty. */
  readonly only: readonly string[];
  readonly architectures: readonly Architecture[];
  /** Whether the result is published. It must then be the same on every machine. */
  readonly release: boolean;
  /** The platform's configuration, relative to its folder, from which the kit is bundled. @default the release has no kit */
  readonly config?: string;
}

/** The result of a build: packages, and all files of dist/. */
export interface Release {
  readonly packages: readonly BuiltPackage[];
  /** All files, including those of the packages. Paths are relative to dist/. */
  readonly files: readonly File[];
}

/** The release of the platform in the folder `root`; throws a `UserError` if it cannot be built, or cannot be released. */
export async function buildRelease(platform: Platform, root: string, options: BuildOptions): Promise<Release> {
  const chosen = choose([...platform.packages.map(({ name }) => name), repositoryName(platform)], options.only);
  const functions = await platform.loadFunctions();
  const { config } = options;
  const pages = await sitePages(platform, root, functions);
  // The bundler of the kit works beside everything else.
  const building =
    config !== undefined && options.only.length === 0
      ? kitFile(platform, { root, config, functions, pages, isTried: options.release })
      : Promise.resolve(undefined);
  const [{ packages, files }, kit] = await Promise.all([
    buildAll(platform, root, functions, chosen, options, building),
    building,
  ]);
  const all = [...files, ...pages, ...(kit === undefined ? [] : [kit])];
  return { packages, files: [...all, checksums(all)] };
}

/** The release without the file of its kit, which its release.yaml names. */
async function buildAll(
  platform: Platform,
  root: string,
  functions: AnyFunctions,
  chosen: ReadonlySet<string>,
  options: BuildOptions,
  kit: Promise<File | undefined>,
): Promise<Release> {
  const functionName = repositoryName(platform);
  const models = lockedModels(root);
  const [made, materials] = await Promise.all([
    buildFunction(functionName, platform, root, options, chosen.has(functionName)),
    materialsOf(root, models, platform.about?.source),
  ]);
  const lock = lockIn(root);
  const version = options.release && made !== undefined ? made.built.digest : `v${platform.version}`;
  const declared = platform.packages.filter(({ name }) => chosen.has(name));
  const configurations = await Promise.all(
    declared.map((pkg) =>
      buildConfiguration(pkg, platform, root, { version, pins: options.release ? (lock?.functions ?? []) : [] }),
    ),
  );
  const packages = [...configurations, ...(made !== undefined && chosen.has(functionName) ? [made.built] : [])];
  const facts = { config: options.config, release: options.release, materials };
  return {
    packages,
    files: [
      ...packages.flatMap(({ files }) => files),
      ...packages.flatMap((built) => {
        const contents = built === made?.built ? made.contents : undefined;
        const repository = `${platform.registry}/${built.name}`;
        return [sbomFile(built, repository, contents), provenanceFile(built, platform, facts, contents)];
      }),
      ...(await otherFiles(platform, root, functions, declared, packages, {
        models,
        lock,
        kit,
      })),
    ],
  };
}

function repositoryName({ functionRepository }: Platform): string {
  return functionRepository.slice(functionRepository.lastIndexOf('/') + 1);
}

async function buildConfiguration(
  pkg: Package,
  platform: Platform,
  root: string,
  { version, pins }: { readonly version: string; readonly pins: readonly Pin[] },
): Promise<BuiltPackage> {
  const apis = Object.fromEntries(Object.entries(platform.apis).filter(([key]) => pkg.apis.includes(key)));
  const { objects, dependsOn } = await synthesise(platform, pkg);
  return buildConfigurationPackage({
    ...identity(pkg.name, platform),
    objects,
    dependsOn: [
      { kind: 'Function', package: platform.functionRepository, version },
      ...dependsOn.map((each) => byDigest(each, pins)),
    ],
    examples: exampleClaims(root, platform.group, apis),
  });
}

/** The function of a step of others, by the digest that the lock has for its version. */
function byDigest(dependency: Dependency, pins: readonly Pin[]): Dependency {
  const pin = pins.find(({ image, version }) => image === dependency.package && version === dependency.version);
  return pin === undefined || pin.digest === unresolved ? dependency : { ...dependency, version: pin.digest };
}

/** The Function package, if it is chosen or the build is a release: a released Configuration names its Function by digest. */
async function buildFunction(
  name: string,
  platform: Platform,
  root: string,
  { architectures, release }: BuildOptions,
  chosen: boolean,
): Promise<FunctionBuild | undefined> {
  if (!chosen && !release) return undefined;
  // The bundler is loaded only if there is something to bundle.
  const { functionPackage } = await import('./function-package.ts');
  const made = await functionPackage({ ...identity(name, platform), root, base: platform.base, architectures });
  if (release && !made.built.releasable) {
    throw new UserError(`package ${name} cannot be released: its base libraries are those of this machine`, {
      hint: 'give the layout that planesmith.lock.yaml pins with --base, or `base` in planesmith.config.ts, an OCI layout by digest or a folder',
    });
  }
  return made;
}

/** The files of dist/ that belong to no package. */
async function otherFiles(
  platform: Platform,
  root: string,
  functions: AnyFunctions,
  declared: readonly Package[],
  packages: readonly BuiltPackage[],
  { models, lock, kit }: Pick<ReleaseParts, 'models' | 'lock'> & { readonly kit: Promise<File | undefined> },
): Promise<File[]> {
  const targets = [...new Set(declared.flatMap((pkg) => pkg.targets))].sort();
  const kinds = Object.fromEntries(targets.map((target) => [target, composedKinds(functions, target)]));
  const schemas = schemaFiles(platform, functions);
  await checkSchemas(schemas, platform, root);
  const [install, operators] = await Promise.all([platform.loadInstall(), platform.loadOperators()]);
  insistOperators(lock ?? emptyLock, operators);
  const bundles = await Promise.all(
    targets.map((target) =>
      installFiles(platform, {
        target,
        functions,
        install,
        operators,
        lock,
        kinds: kinds[target] ?? [],
        published: packages,
      }),
    ),
  );
  const changelog = textIn(root, 'CHANGELOG.md');
  const release = releaseFile({
    platform,
    packages,
    kinds,
    models,
    lock,
    changelog: changelog === undefined ? undefined : changelogEntry(changelog, platform.version),
    kit: await kit,
  });
  return [
    { path: 'release.yaml', content: toYaml(release) },
    ...capabilityFiles(platform, functions),
    ...schemas.map(({ path, content }) => ({ path: `schemas/${path}`, content })),
    ...bundles.flat(),
  ];
}

function identity(name: string, { version, crossplane, about }: Platform) {
  return { name, version, crossplane, ...(about !== undefined && { about }) };
}

function choose(names: readonly string[], only: readonly string[]): ReadonlySet<string> {
  for (const name of only) {
    if (names.includes(name)) continue;
    const meant = nearest(name, names);
    throw new UserError(`there is no package ${name}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
      hint: `the packages are ${names.join(', ')}`,
    });
  }
  return new Set(only.length === 0 ? names : only);
}

function lockedModels(root: string): ReleaseParts['models'] {
  const text = textIn(root, 'functions/models/models.lock.json');
  if (text === undefined) return [];
  const { sources } = JSON.parse(text) as { sources: (ReleaseParts['models'][number] & { kinds: unknown })[] };
  return sources.map(({ kinds: _, ...origin }) => origin);
}
