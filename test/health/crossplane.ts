/** What Crossplane itself writes into claims and XRs, beside what the platform's function says: from the source of core v2.4.0. */
import type { KubernetesObject } from 'planesmith/testing';

/** A condition of a claim or an XR. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

/** The conditions of an object, none if it has no status. */
export function conditionsOf(object: KubernetesObject): readonly Condition[] {
  return (object['status'] as { conditions?: readonly Condition[] } | undefined)?.conditions ?? [];
}

/** The object with these conditions, each in place of one of the same type, and of the object's generation. */
export function marked(object: KubernetesObject, ...marks: readonly Condition[]): KubernetesObject {
  const observedGeneration = generationOf(object);
  const conditions = [...conditionsOf(object)];
  for (const mark of marks) {
    const at = conditions.findIndex(({ type }) => type === mark.type);
    conditions.splice(at === -1 ? conditions.length : at, 1, { ...mark, observedGeneration });
  }
  return { ...object, status: { ...(object['status'] as object | undefined), conditions } };
}

/** The object with other metadata. */
export function withMetadata(object: KubernetesObject, metadata: object): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}

/** The object after a change of its spec, to which nobody has answered. */
export function changed(object: KubernetesObject): KubernetesObject {
  return withMetadata(object, { generation: generationOf(object) + 1 });
}

function generationOf({ metadata }: KubernetesObject): number {
  return (metadata as { generation?: number }).generation ?? 1;
}

/** composite/reconciler.go: the pause comes before anything else. */
export function paused(object: KubernetesObject): KubernetesObject {
  const annotated = withMetadata(object, { annotations: { 'crossplane.io/paused': 'true' } });
  const message = 'Reconciliation (including deletion) is paused via the pause annotation';
  return marked(annotated, { type: 'Synced', status: 'False', reason: 'ReconcilePaused', message });
}

/** The API server counts the generation up when it marks an object for deletion. */
export function deleted(object: KubernetesObject): KubernetesObject {
  return withMetadata(changed(object), { deletionTimestamp: '2026-01-01T00:00:00Z' });
}

/** composite/reconciler.go: an XR whose parts are still there. */
export function deleting(object: KubernetesObject): KubernetesObject {
  return marked(deleted(object), { type: 'Ready', status: 'False', reason: 'Deleting' });
}

/** Crossplane looks at an object with an open circuit, only less often. */
export function circuitOpen(object: KubernetesObject): KubernetesObject {
  const message =
    'Too many watch events from Cluster/orders-database (postgresql.cnpg.io). Allowing events periodically.';
  return marked(object, { type: 'Responsive', status: 'False', reason: 'WatchCircuitOpen', message });
}

/** composite/reconciler.go: the function cannot be called, so that conditions of functions are unknown and `Ready` stays. */
export function unanswered(object: KubernetesObject): KubernetesObject {
  const message =
    'cannot compose resources: cannot run Composition pipeline step "platform": cannot run Function "platform-functions": connection refused';
  const unknown = conditionsOf(object)
    .filter(({ type }) => !['Ready', 'Synced', 'Responsive'].includes(type))
    .map(({ type }) => ({ type, status: 'Unknown', reason: 'FatalError', message: fatal }));
  return marked(
    object,
    { type: 'Responsive', status: 'True', reason: 'WatchCircuitClosed' },
    { type: 'Synced', status: 'False', reason: 'ReconcileError', message },
    ...unknown,
  );
}

const fatal = 'A fatal error occurred before the status of this condition could be determined.';

/**
 * The v1 claim after its controller saw the XR (claim/reconciler.go): `Synced` and `Ready` are its own, and conditions of functions are copies, all
 * of the claim's generation. A claim of an XR without a status has none either.
 */
export function claimOf(claim: KubernetesObject, xr: KubernetesObject): KubernetesObject {
  if (xr['status'] === undefined) return claim;
  const { claimConditionTypes = [], ...others } = xr['status'] as { claimConditionTypes?: readonly string[] };
  const copied = conditionsOf(xr).filter(({ type }) => claimConditionTypes.includes(type));
  const isReady = conditionsOf(xr).some(({ type, status: value }) => type === 'Ready' && value === 'True');
  const ready = isReady
    ? { type: 'Ready', status: 'True', reason: 'Available' }
    : { type: 'Ready', status: 'False', reason: 'Waiting', message: waiting };
  const before = { ...claim, status: { ...others, conditions: [] } };
  return marked(before, { type: 'Synced', status: 'True', reason: 'ReconcileSuccess' }, ...copied, ready);
}

const waiting = 'Claim is waiting for composite resource to become Ready';

/** A changed claim whose controller has written the change into the XR, and looks at what the XR said before that. */
export function handedOn(claim: KubernetesObject, xr: KubernetesObject): KubernetesObject {
  return claimOf(changed(claim), xr);
}
