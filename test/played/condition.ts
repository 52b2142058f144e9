/** Status conditions as Kubernetes controllers write them. */
import type { KubernetesObject } from 'planesmith/testing';
import { playedTime } from './fake.ts';

/** What may be said beside a condition's status. */
interface Words {
  readonly reason: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

/** One condition. */
export function condition(type: string, isTrue: boolean, words: Words) {
  return { type, status: isTrue ? 'True' : 'False', lastTransitionTime: playedTime, ...words };
}

/**
 * Synced and Ready as crossplane-runtime writes them: a managed resource that was taken up, and is there or is being created. That it is
 * there is marked by the provider, which knows of no generation.
 */
export function managedConditions({ metadata }: KubernetesObject, isReady: boolean) {
  const observedGeneration = metadata.generation ?? 1;
  return [
    condition('Ready', isReady, isReady ? { reason: 'Available' } : { reason: 'Creating', observedGeneration }),
    condition('Synced', true, { reason: 'ReconcileSuccess', observedGeneration }),
  ];
}
