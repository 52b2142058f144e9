/** When external-secrets has done its part for what is stored now. */
import { conditionTrue, starting } from 'planesmith/authoring';

interface Synced {
  readonly metadata?: { readonly generation?: number };
  readonly status?: { readonly syncedResourceVersion?: string };
}

const isReady = conditionTrue('Ready');

/**
 * Ready when condition Ready is True for the stored generation. The condition has none: the generation stands before the dash of
 * `syncedResourceVersion` (external-secrets v0.20.4 pkg/controllers/util GetResourceVersion).
 */
export function syncedReady(observed: object): true | string {
  const { metadata, status } = observed as Synced;
  const ready = isReady(observed);
  if (ready !== true) return ready;
  const generation = Number(status?.syncedResourceVersion?.split('-')[0] ?? 0);
  return generation >= (metadata?.generation ?? 0) ? true : starting;
}
