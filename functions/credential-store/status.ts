/** The status of a CredentialStore. */
import { effectiveDeletion } from '../grants/retention.ts';
import type { CredentialStorePlan } from './plan.ts';
import { byName, type StoredSecret } from './stored-secret.ts';

/** The status: for each Secret its name, the path of its values in the store, and the Secret to write by hand. */
export function credentialStoreStatus(plan: CredentialStorePlan, secrets: readonly StoredSecret[]) {
  return { secrets: byName(secrets, location), effective: { deletion: effectiveDeletion(plan) }, links: plan.links };
}

function location({ from, secretName, writtenName, path }: StoredSecret) {
  return {
    secretName,
    ...(from !== 'generated' && { path }),
    ...(from === 'written' && { written: writtenName }),
  };
}
