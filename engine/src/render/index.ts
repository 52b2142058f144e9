/** Crossplane simulated in this process: one reconcile of an XR, without a cluster. */
export { toXr } from './claim.ts';
export type { Condition } from './conditions.ts';
export type { KubernetesObject } from './object.ts';
export {
  ask,
  type CallFunction,
  type Cluster,
  firstRequest,
  type FunctionsOfOthers,
  reconcile,
  type Reconciled,
  reconcileWith,
} from './reconcile.ts';
export { render, type Rendered, type RenderInput } from './render.ts';
export { answering, type Answering } from './requirements.ts';
export { afterReconcile, keyOf, type OwnerPart, withOwnerPart } from './stored.ts';
export { isOwn, type Step, stepsOf } from './step.ts';
export { uidOf } from './uid.ts';
