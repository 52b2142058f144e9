/** Mistakes in the charts that a platform adds to its install bundles. */
import type { Install } from '../synth/install.ts';

/** The files that the engine itself writes into an install bundle. */
const generated: ReadonlySet<string> = new Set(
  'activation environment environment-policies image-config kustomization operators package package-claims policies providers rbac runtime'.split(
    ' ',
  ),
);

/** The targets and file names that cannot be used, each as a sentence. */
export function installProblems(install: Install, targets: ReadonlySet<string>): readonly string[] {
  return Object.entries(install).flatMap(([target, charts = {}]) => [
    ...(targets.has(target) ? [] : [`install names the target "${target}", which no package has`]),
    ...Object.keys(charts).flatMap((name) => nameProblems(target, name)),
  ]);
}

function nameProblems(target: string, name: string): readonly string[] {
  if (generated.has(name)) return [`install.${target}.${name} would replace ${name}.yaml, which the engine writes`];
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) return [];
  return [`install.${target} has the name "${name}": a file is named in lower-case letters, digits and dashes`];
}
