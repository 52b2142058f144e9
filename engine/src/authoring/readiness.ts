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

/** The reason of a resource that has not said anything yet; the developer reads the same as before it existed. */
export const starting = 'is being created';

/** Ready when the condition `type` is True for the generation that is stored; otherwise what the condition says instead. */
export function conditionTrue(type: string): (observed: object) => true | string {
  return (observed) => {
    const condition = find(observed, type);
    if (condition === undefined) return starting;
    if (condition.status !== 'True') return told(condition);
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
 * Ready when a managed resource of a provider is there and is what its spec asks for. `Ready` alone does not tell: it stays True while
 * a change is refused, providers mark it without a generation, and what went wrong is said by the other two (crossplane-runtime
 * pkg/reconciler/managed/reconciler.go, upjet pkg/resource/conditions.go).
 */
export function managed(observed: object): true | string {
  for (const type of ['LastAsyncOperation', 'Synced']) {
    const condition = find(observed, type);
    if (condition?.status === 'False') return told(condition);
  }
  if (isCreating(find(observed, 'Ready'))) return starting;
  const ready = isReady(observed);
  return ready === true ? isSynced(observed) : ready;
}

/** What every provider says first. Told in the words of what does not exist yet, it changes no condition and so costs no write. */
function isCreating(ready: Condition | undefined): boolean {
  return ready?.status === 'False' && ready.reason === 'Creating' && !ready.message;
}

/** Ready as soon as it exists: for kinds that report no status. */
export function always(): true {
  return true;
}

function find(observed: object, type: string): Condition | undefined {
  return (observed as Conditioned).status?.conditions?.find((each) => each.type === type);
}

function told({ type, status = 'Unknown', reason, message }: Condition): string {
  const why = message || reason;
  return `${type} is ${status}${why ? `: ${why}` : ''}`;
}
