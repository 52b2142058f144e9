/** The status conditions of an XR, as Crossplane's reconciler sets them. */
import type { Condition as FunctionCondition } from '@crossplane-org/function-sdk-typescript';

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

/** The time of every transition, the same as in Crossplane's own render: a render has no clock. */
export const renderTime = '2024-01-01T00:00:00Z';

/** The condition types that only Crossplane sets: it ignores those of a function (core apis/core/v2/condition.go). */
const systemTypes = new Set(['Ready', 'Synced', 'Healthy', 'UpToDate', 'Responsive']);

// The wire numbers of run_function.proto; the SDK's enums would bring its code into the function's bundle.
const statusTrue = 2;
const statusFalse = 3;
const targetCompositeAndClaim = 2;

/** The conditions with `next`, which replaces one of the same type or is last. */
export function withCondition(conditions: readonly Condition[], next: Condition): readonly Condition[] {
  const at = conditions.findIndex(({ type }) => type === next.type);
  return at === -1 ? [...conditions, next] : conditions.with(at, next);
}

/** A condition with the fixed transition time. */
export function condition(type: string, status: Condition['status'], reason: string, message = ''): Condition {
  return { type, status, lastTransitionTime: renderTime, reason, ...(message && { message }) };
}

/** The conditions of functions, and the types of those that Crossplane copies to the claim. */
export function customConditions({ conditions }: { readonly conditions: readonly FunctionCondition[] }): {
  conditions: Condition[];
  claimTypes: string[];
} {
  const custom = conditions.filter(({ type }) => !systemTypes.has(type));
  return {
    conditions: custom.map(({ type, status, reason, message }) =>
      condition(type, status === statusTrue ? 'True' : status === statusFalse ? 'False' : 'Unknown', reason, message),
    ),
    claimTypes: [...new Set(custom.filter(({ target }) => target === targetCompositeAndClaim).map(({ type }) => type))],
  };
}
