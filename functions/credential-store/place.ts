/** Where a claim's entries stand in a store. */
import type { PlannerContext } from 'planesmith/authoring';
import type { credentialStore } from '../../apis/credential-store.ts';
import type { Environment } from '../environment/index.ts';
import type { ExternalSecret } from '../kinds/external-secret.ts';

type Target = (typeof credentialStore)['targets'][number];
type Context = Pick<
  PlannerContext<typeof credentialStore, Environment>,
  'claim' | 'environment' | 'target' | 'cloudName'
>;

/** What stands between a place and the name of an entry. Google takes no slash there, and no place or name of ours has a `_`. */
export const separatorOf = (target: Target) => (target === 'gcp' ? '_' : '/');

/** The place of a new claim's entries, which no other claim has: a path, the beginning of a name at Google, and at Azure a vault. */
export function placeFor({ claim, environment, target, cloudName }: Context, retain: boolean): string {
  switch (target) {
    case 'gcp':
      // A name there has 255 characters (cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create).
      return cloudName('entries', { maxLength: 200 });
    case 'azure':
      return vaultName(environment, cloudName(retain ? 'vault' : `vault-${claim.createdAt ?? ''}`, { maxLength: 20 }));
    default:
      return [environment.name, claim.namespace, claim.name].filter(Boolean).join('/');
  }
}

/**
 * Vaults share their names among all of Azure's customers, in 24 characters: the company's own word, and the hash of `name`. Azure keeps
 * a deleted one for days (learn.microsoft.com/azure/key-vault/general/soft-delete-overview) and its provider brings it back, values and
 * all, where one of the same name is made: what a claim wants to find again, and what it must not where it does not retain.
 */
function vaultName({ azure }: Environment, name: string): string {
  return [azure?.secrets?.vaultPrefix, name.slice(-16)].filter(Boolean).join('-');
}

/** The place that the first Secret which is read from the store shows: all of its path but the last word; undefined without one. */
export function placeOf(secrets: readonly (ExternalSecret | undefined)[], target: Target): string | undefined {
  const entry = secrets.flatMap((secret) => secret?.spec?.data ?? []).at(0)?.remoteRef.key;
  return entry?.slice(0, entry.lastIndexOf(separatorOf(target)));
}
