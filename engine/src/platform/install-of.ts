/** What a platform adds to its install bundles, loaded. */
import { UserError } from '../errors.ts';
import type { Install } from '../synth/install.ts';
import { loading } from './loading.ts';
import type { Platform } from './platform.ts';

/** The files that the engine itself writes into an install bundle. */
const generated: ReadonlySet<string> = new Set(['rbac', 'policies', 'environment']);

/** Loads the platform's charts; throws a `UserError` if a target or a name among them cannot be used. */
export async function installOf({ install: load, packages }: Pick<Platform, 'install' | 'packages'>): Promise<Install> {
  if (load === undefined) return {};
  const { install } = await loading('the install charts', load);
  const targets = new Set(packages.flatMap((pkg) => pkg.targets));
  const problems = Object.entries(install ?? {}).flatMap(([target, charts = {}]) => [
    ...(targets.has(target) ? [] : [`install names the target "${target}", which no package has`]),
    ...Object.keys(charts).flatMap((name) => nameProblems(target, name)),
  ]);
  if (problems.length > 0) {
    throw new UserError(problems.join('; '), {
      hint: 'mend it where `install` of planesmith.config.ts is loaded from',
    });
  }
  return install;
}

function nameProblems(target: string, name: string): string[] {
  if (generated.has(name)) return [`install.${target}.${name} would replace ${name}.yaml, which the engine writes`];
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) return [];
  return [`install.${target} has the name "${name}": a file is named in lower-case letters, digits and dashes`];
}
