/** The status of an object whose owner fails. */

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The status with every condition False; undefined for a status without conditions, as if the owner had not seen the object yet. */
export function failing(status: object | undefined): object | undefined {
  const { conditions } = (status ?? {}) as { readonly conditions?: readonly Condition[] };
  if (conditions === undefined) return undefined;
  const failure = { status: 'False', reason: 'ReconcileError', message: 'the quota of the account is used up' };
  return { ...status, conditions: conditions.map((condition) => ({ ...condition, ...failure })) };
}
