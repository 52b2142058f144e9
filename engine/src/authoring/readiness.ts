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

/**
 * The reason of a resource on which its controller works, and nobody has to act. It is the same before the resource exists, and while a
 * change of it goes on: a claim's condition then stays as it is, which saves writes.
 */
const starting = 'is in progress';

/** The reason of a claim's condition `Provisioned` while all that is not ready is in progress. */
export const progressing = 'Progressing';

/** Ready when the condition `type` is True, and not reported for an older generation; otherwise the condition's message is the reason. */
function condition(type: string): (observed: object) => true | string {
  return (observed) => {
    const reported = find(observed, type);
    if (reported === undefined) return starting;
    if (reported.status !== 'True') return reasonOf(reported);
    const { generation = 0 } = (observed as Conditioned).metadata ?? {};
    if (reported.observedGeneration !== undefined && reported.observedGeneration < generation) {
      return starting;
    }
    return true;
  };
}

const isReady = condition('Ready');
const isSynced = condition('Synced');

/**
 * Ready when a managed resource of a provider exists and matches its spec. `Ready` alone is not enough: it stays True while the cloud
 * refuses a change, and it has no generation. Errors are in `LastAsyncOperation` and `Synced` (crossplane-runtime
 * pkg/reconciler/managed/reconciler.go, upjet pkg/resource/conditions.go).
 */
function managed(observed: object): true | string {
  for (const type of ['LastAsyncOperation', 'Synced']) {
    const condition = find(observed, type);
    if (condition?.status === 'False') return reasonOf(condition);
  }
  if (isCreating(find(observed, 'Ready'))) return starting;
  const ready = isReady(observed);
  return ready === true ? isSynced(observed) : ready;
}

/** Every provider reports this first. */
function isCreating(ready: Condition | undefined): boolean {
  return ready?.status === 'False' && ready.reason === 'Creating' && !ready.message;
}

/** Ready as soon as it exists: for kinds that report no status. */
function exists(): true {
  return true;
}

function find(observed: object, type: string): Condition | undefined {
  return (observed as Conditioned).status?.conditions?.find((found) => found.type === type);
}

function reasonOf({ type, status = 'Unknown', reason, message }: Condition): string {
  const why = message || reason;
  return `${type} is ${status}${why ? `: ${why}` : ''}`;
}

/** Rules for `composed`. A rule of its own may call them, and returns `ready.starting` while the object has not reported yet. */
export const ready = { exists, condition, managed, starting } as const;
