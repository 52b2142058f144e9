/** The generations that Crossplane writes into the conditions of an XR. */
import type { Condition } from '../render/index.ts';

const ofCrossplane = new Set(['Ready', 'Synced', 'Responsive']);

/**
 * The conditions after a reconcile of this generation. Crossplane writes the generation into those that it sets, and into those that it marks after a
 * fatal result (crossplane-runtime pkg/conditions/manager.go, core composite/reconciler.go). Those of a function have none, and those
 * that stay keep theirs.
 */
export function observedAt(generation: number, conditions: readonly Condition[]): readonly Condition[] {
  return conditions.map((condition) =>
    condition.observedGeneration === undefined &&
    (ofCrossplane.has(condition.type) || condition.reason === 'FatalError')
      ? { ...condition, observedGeneration: generation }
      : condition,
  );
}
