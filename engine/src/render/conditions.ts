/** Status conditions as Crossplane's reconciler sets them. */
import type { RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

/** The time that stands for every transition: a render has no clock (the CLI prints the same one). */
export const renderTime = '2024-01-01T00:00:00Z';

/** Condition types only Crossplane itself sets; what a function says of them is ignored (core apis/core/v2/condition.go). */
const systemTypes = new Set(['Ready', 'Synced', 'Healthy', 'UpToDate', 'Responsive']);

// The wire numbers of run_function.proto; the SDK's enums would bring its code into the function's bundle.
const statusTrue = 2;
const statusFalse = 3;
const targetCompositeAndClaim = 2;

/** Every condition with the one of the same type replaced, new ones at the end. */
export function withCondition(conditions: readonly Condition[], next: Condition): readonly Condition[] {
  const at = conditions.findIndex(({ type }) => type === next.type);
  return at === -1 ? [...conditions, next] : conditions.with(at, next);
}

/** A condition of the reconciler itself, without a message if it has none. */
export function condition(type: string, status: Condition['status'], reason: string, message = ''): Condition {
  return { type, status, lastTransitionTime: renderTime, reason, ...(message && { message }) };
}

/** The function's own conditions and the types among them that are copied to the claim. */
export function customConditions(response: RunFunctionResponse): { conditions: Condition[]; claimTypes: string[] } {
  const custom = response.conditions.filter(({ type }) => !systemTypes.has(type));
  return {
    conditions: custom.map(({ type, status, reason, message }) =>
      condition(type, status === statusTrue ? 'True' : status === statusFalse ? 'False' : 'Unknown', reason, message),
    ),
    claimTypes: custom.filter(({ target }) => target === targetCompositeAndClaim).map(({ type }) => type),
  };
}
