/** The repository of a release's Function, and the name under which Crossplane installs it. */
import { label1035Problems } from '../schema/validate/names.ts';

/** The repository of the Function of one release. Each release has its own, so that old and new functions run in parallel. */
export function functionRepository(registry: string, platform: string, version: string): string {
  return `${registry}/${platform}-functions-${version.replaceAll('.', '-')}`;
}

/**
 * The name of a Function that Crossplane installs as a dependency: the repository's path as a DNS label
 * (core internal/controller/pkg/resolver NewPackage, crossplane-runtime pkg/xpkg/name.go ToDNSLabel).
 */
export function functionName(repository: string): string {
  return pathOf(repository)
    .replaceAll(/[./:]/g, '-')
    .replaceAll(/[^a-z0-9-]/g, '')
    .replaceAll(/^-+|-+$/g, '');
}

/** Why Crossplane cannot run a Function of this repository; the name of the Function is also that of its Service. */
export function functionNameProblems(repository: string): string[] {
  const path = pathOf(repository);
  if (path.length > 63) {
    return [
      `the Function's repository path ${path} has ${path.length} characters; Crossplane cuts its name at 63, and the version with it: shorten registry or name`,
    ];
  }
  const name = functionName(repository);
  return label1035Problems(name).map(
    (problem) =>
      `the Function's Service would have the name "${name}", which Kubernetes refuses before version 1.36: ${problem}; begin the path of registry with a letter`,
  );
}

function pathOf(repository: string): string {
  return repository.slice(repository.indexOf('/') + 1);
}
