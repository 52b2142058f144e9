/** Where packages of a cluster come from, and which of them are this platform's. */
import type { InstalledPackage } from './cluster.ts';
import { redirected, type Redirection } from './mirror.ts';

/** The label of packages that a platform brought. */
export const platformLabel = 'planesmith.dev/platform';

/** What is known of the platform and of the cluster's registries. */
export interface Origin {
  readonly platform: string;
  readonly redirections: readonly Redirection[];
}

/** Registry and repository of an address, without tag and digest. */
export function sourceIn(address: string): string {
  return address.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

/** The last part of a package's repository, the same behind every mirror, and in the registries of others. */
export function repositoryName(address: string): string {
  return sourceIn(address).split('/').at(-1) ?? '';
}

/**
 * Whether a package is the one that the platform publishes at the address, in any version. Its own address may be that of a mirror, if the
 * cluster redirects to it, or any other if the platform's label is on it: `planesmith install` and the GitOps bundle set it.
 */
export function isFrom(
  { package: address, labels }: Pick<InstalledPackage, 'package' | 'labels'>,
  published: string,
  { platform, redirections }: Origin,
): boolean {
  const source = sourceIn(address);
  const own = sourceIn(published);
  if (source === own || source === redirected(own, redirections)) return true;
  return labels[platformLabel] === platform && repositoryName(address) === repositoryName(published);
}

/** The registry of the platform, from the address of any of its packages. */
export function registryOf(repository: string): string {
  return repository.slice(0, repository.lastIndexOf('/'));
}
