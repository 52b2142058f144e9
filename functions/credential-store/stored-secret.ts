/** The paths of a claim's entries in a store. */
import type { Claim } from 'planesmith/authoring';
import type { ExternalSecret } from '../kinds/external-secret.ts';
import type { WantedSecret } from './plan.ts';

/** A Secret to mount, and its entry in the store. */
export interface StoredSecret extends WantedSecret {
  /** The path of the entry, as the claim's status shows it. */
  readonly path: string;
}

interface NewClaim {
  readonly claim: Pick<Claim, 'namespace' | 'namespaceUID' | 'name'>;
  readonly environment: { readonly name: string };
}

/**
 * Record of a target whose store has paths: `<environment>/<namespace>/<claim>`, which no other claim has. In a namespace that a claim made,
 * the uid of the namespace comes before the claim: nobody can guess where an earlier team of the same name put its values.
 */
export function claimPath({ claim: { namespace, namespaceUID = '', name }, environment }: NewClaim): string {
  return [environment.name, namespace, namespaceUID, name].filter(Boolean).join('/');
}

/** A key for a name in the cloud, which is another one in another namespace of the same name, if a claim made the namespace. */
export function keyIn({ namespaceUID }: Pick<Claim, 'namespaceUID'>, key: string): string {
  return namespaceUID === undefined ? key : `${key}-${namespaceUID}`;
}

/** The Secrets with their paths: the claim's path, the separator, and the name in the claim. */
export function storedSecrets(
  secrets: readonly WantedSecret[],
  path: string,
  separator = '/',
): readonly StoredSecret[] {
  return secrets.map((secret) => ({ ...secret, path: `${path}${separator}${secret.name}` }));
}

/** The claim's path as the first ExternalSecret that reads from the store shows it; undefined if none does. */
export function recoverPath(
  secrets: Readonly<Record<string, ExternalSecret | undefined>>,
  separator = '/',
): string | undefined {
  const entry = Object.values(secrets)
    .flatMap((secret) => secret?.spec?.data ?? [])
    .at(0)?.remoteRef.key;
  return entry?.slice(0, entry.lastIndexOf(separator));
}

/** One value per Secret, by its name in the claim. */
export function byName<T>(
  secrets: readonly StoredSecret[],
  toValue: (secret: StoredSecret) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(secrets.map((secret) => [secret.name, toValue(secret)]));
}
