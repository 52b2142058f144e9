/** The repository of a release's Function, and the name under which Crossplane installs it. */
import { UserError } from '../errors.ts';

/** The repository of the Function of one release. Each release has its own, so that old and new functions run in parallel. */
export function functionRepository(registry: string, platform: string, version: string): string {
  return `${registry}/${platform}-functions-${version.replaceAll('.', '-')}`;
}

/**
 * The name of a Function that Crossplane installs as a dependency: the repository's path as a DNS label
 * (core internal/controller/pkg/resolver NewPackage, crossplane-runtime pkg/xpkg/name.go ToDNSLabel).
 * Throws a `UserError` for a long path: Crossplane would cut the version at its end.
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
