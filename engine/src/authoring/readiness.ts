/** The rules of readiness that most kinds share. */

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

interface Conditioned {
  readonly metadata?: { readonly generation?: number };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** The reason of a resource that has not reported anything yet. Developers read the same while it does not exist. */
export const starting = 'is being created';

/** Ready when the condition `type` is True, and not reported for an older generation; otherwise the condition's message is the reason. */
export function conditionTrue(type: string): (observed: object) => true | string {
  return (observed) => {
    const condition = find(observed, type);
    if (condition === undefined) return starting;
    if (condition.status !== 'True') return reasonOf(condition);
    const { generation = 0 } = (observed as Conditioned).metadata ?? {};
    if (condition.observedGeneration !== undefined && condition.observedGeneration < generation) {
      return `${type} is not reported for the latest change yet`;
    }
    return true;
  };
}

const isReady = conditionTrue('Ready');
const isSynced = conditionTrue('Synced');

/**
 * Ready when a managed resource of a provider exists and matches its spec. `Ready` alone is not enough: it stays True while the cloud
 * refuses a change, and it has no generation. Errors are in `LastAsyncOperation` and `Synced` (crossplane-runtime
 * pkg/reconciler/managed/reconciler.go, upjet pkg/resource/conditions.go).
 */
export function managed(observed: object): true | string {
  for (const type of ['LastAsyncOperation', 'Synced']) {
    const condition = find(observed, type);
    if (condition?.status === 'False') return reasonOf(condition);
  }
  if (isCreating(find(observed, 'Ready'))) return starting;
  const ready = isReady(observed);
  return ready === true ? isSynced(observed) : ready;
}

/** Every provider reports this first. The reason `starting` then leaves the claim's condition as it was, which saves a write. */
function isCreating(ready: Condition | undefined): boolean {
  return ready?.status === 'False' && ready.reason === 'Creating' && !ready.message;
}

/** Ready as soon as it exists: for kinds that report no status. */
export function always(): true {
  return true;
}

function find(observed: object, type: string): Condition | undefined {
  return (observed as Conditioned).status?.conditions?.find((condition) => condition.type === type);
}

function reasonOf({ type, status = 'Unknown', reason, message }: Condition): string {
  const why = message || reason;
  return `${type} is ${status}${why ? `: ${why}` : ''}`;
}
