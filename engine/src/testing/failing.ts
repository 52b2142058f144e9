/** The status of an object whose owner cannot do what is asked of it. */

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The status with every condition False for a reason; without conditions, no status at all, as of one that its owner has not seen yet. */
export function failing(status: object | undefined): object | undefined {
  const { conditions } = (status ?? {}) as { readonly conditions?: readonly Condition[] };
  if (conditions === undefined) return undefined;
  const failed = { status: 'False', reason: 'ReconcileError', message: 'the quota of the account is used up' };
  return { ...status, conditions: conditions.map((condition) => ({ ...condition, ...failed })) };
}
