/** Where a release's Function lives and under which name Crossplane installs it. */
import { UserError } from '../errors.ts';

/** The repository of the Function of one release: one each, so that old and new run side by side. */
export function functionRepository(registry: string, platform: string, version: string): string {
  return `${registry}/${platform}-functions-${version.replaceAll('.', '-')}`;
}

/**
 * The name that Crossplane gives a Function it installs as a dependency: the repository's path as a DNS label
 * (core internal/controller/pkg/resolver NewPackage, crossplane-runtime pkg/xpkg/name.go ToDNSLabel).
 * Throws a `UserError` for a path that would lose its end, where the version is.
 */
export function functionName(repository: string): string {
  const path = repository.slice(repository.indexOf('/') + 1);
  if (path.length > 63) {
    throw new UserError(
      `the Function's repository path ${path} has ${path.length} characters; Crossplane cuts its name at 63, and the version with it`,
      {
        hint: 'shorten `registry` or `name` in the platform',
      },
    );
  }
  return path
    .replaceAll(/[./:]/g, '-')
    .replaceAll(/[^a-z0-9-]/g, '')
    .replaceAll(/^-+|-+$/g, '');
}
