/** Readiness of the kinds of external-secrets: whether the operator has synced the generation that is stored now. */
import { ready } from 'planesmith/authoring';

interface Synced {
  readonly metadata?: { readonly generation?: number };
  readonly status?: { readonly syncedResourceVersion?: string };
}

const isReady = ready.condition('Ready');

/**
 * Ready when condition Ready is True for the stored generation. The condition carries no generation; `syncedResourceVersion` does,
 * before its dash (external-secrets v0.20.4 pkg/controllers/util GetResourceVersion).
 */
export function syncedReady(observed: object): true | string {
  const { metadata, status } = observed as Synced;
  const verdict = isReady(observed);
  if (verdict !== true) return verdict;
  const generation = Number(status?.syncedResourceVersion?.split('-')[0] ?? 0);
  return generation >= (metadata?.generation ?? 0) ? true : ready.starting;
}
