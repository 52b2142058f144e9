/** Status conditions as Kubernetes controllers write them. */
import type { KubernetesObject } from 'planesmith/testing';
import { playedTime } from './fake.ts';

/** The fields of a condition besides type and status. */
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
 * Synced and Ready as crossplane-runtime writes them, for a managed resource that exists or is being created. The provider sets Ready,
 * without a generation.
 */
export function managedConditions({ metadata }: KubernetesObject, isReady: boolean) {
  const observedGeneration = metadata.generation ?? 1;
  return [
    condition('Ready', isReady, isReady ? { reason: 'Available' } : { reason: 'Creating', observedGeneration }),
    condition('Synced', true, { reason: 'ReconcileSuccess', observedGeneration }),
  ];
}

/** Synced as crossplane-runtime writes it for a managed resource that its cloud refuses. */
export function refused({ metadata }: KubernetesObject, message: string) {
  const observedGeneration = metadata.generation ?? 1;
  return [condition('Synced', false, { reason: 'ReconcileError', message, observedGeneration })];
}
