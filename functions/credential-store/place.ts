/** Where a claim's entries stand in a store, as what was composed for it still shows. */
import type { ExternalSecret } from '../readiness/external-secret.ts';

/** The place of the first Secret that is read from the store, which is all of its path but the last word; undefined without one. */
export function placeOf(secrets: readonly (ExternalSecret | undefined)[]): string | undefined {
  const entry = secrets.flatMap((secret) => secret?.spec?.data ?? []).at(0)?.remoteRef.key;
  return entry?.slice(0, entry.lastIndexOf('/'));
}
