/** The resource references and the status of an XR, as Crossplane writes them after a reconcile. */
import type { State } from '@crossplane-org/function-sdk-typescript';
import { compareStrings } from './compare.ts';
import { toResourceRef } from './composed.ts';
import { condition, customConditions, type Condition, withCondition } from './conditions.ts';
import type { KubernetesObject } from './object.ts';
import type { PipelineEnd } from './pipeline.ts';

const readyTrue = 1;
const readyFalse = 2;

/** The XR's Ready condition: that of the functions if they decide, otherwise whether all composed resources are ready. */
export function readyCondition(desired: State | undefined): Condition {
  const ready = desired?.composite?.ready ?? 0;
  if (ready === readyTrue) return condition('Ready', 'True', 'Available');
  if (ready === readyFalse) return condition('Ready', 'False', 'Creating');
  const unready = Object.entries(desired?.resources ?? {})
    .filter(([, resource]) => resource.ready !== readyTrue)
    .map(([key]) => key)
    .toSorted(compareStrings);
  if (unready.length === 0) return condition('Ready', 'True', 'Available');
  return condition('Ready', 'False', 'Creating', `Unready resources: ${firstFew(unready)}`);
}

/** crossplane-runtime pkg/resource, FirstNAndSomeMore: three names and the number of the others. */
function firstFew(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 3).join(', ')}, and ${names.length - 3} more`;
  return names.length === 3 ? `${names.slice(0, 2).join(', ')}, and ${names[2]}` : names.join(', ');
}

/** The XR after its resources were applied, and its conditions. */
export function finishedXr(
  xr: KubernetesObject,
  end: PipelineEnd,
  composed: readonly KubernetesObject[],
  added: readonly Condition[],
  legacy: boolean,
): { xr: KubernetesObject; conditions: readonly Condition[] } {
  const refs = composed
    .map((resource) => toResourceRef(resource, xr))
    .toSorted((a, b) => compareStrings(sortKey(a), sortKey(b)));
  const conditions = [condition('Responsive', 'True', 'WatchCircuitClosed'), ...added].reduce(
    withCondition,
    existingConditions(xr),
  );
  const { claimTypes } = customConditions(end);
  const { apiVersion, kind, metadata } = xr;
  const status = (end.desired?.composite?.resource?.['status'] ?? {}) as object;
  return {
    conditions,
    xr: {
      apiVersion,
      kind,
      metadata: {
        name: metadata.name ?? '',
        ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      },
      spec: legacy ? { resourceRefs: refs } : { crossplane: { resourceRefs: refs } },
      status: { ...status, ...(legacy && claimTypes.length > 0 && { claimConditionTypes: claimTypes }), conditions },
    },
  };
}

/** The XR after a fatal result: Crossplane applied nothing and keeps the status, and the condition `Synced` has the reason. */
export function failedXr(
  xr: KubernetesObject,
  end: PipelineEnd,
  legacy: boolean,
): { xr: KubernetesObject; conditions: readonly Condition[] } {
  const { conditions: custom, claimTypes } = customConditions(end);
  const reason = `cannot compose resources: pipeline step "${end.stoppedAt}" returned a fatal result: ${end.results.at(-1)?.message}`;
  const added = [
    condition('Responsive', 'True', 'WatchCircuitClosed'),
    condition('Synced', 'False', 'ReconcileError', reason),
    ...custom,
  ];
  const seen = new Set(['Ready', ...added.map(({ type }) => type)]);
  const conditions = added
    .reduce(withCondition, existingConditions(xr))
    .map((known) =>
      seen.has(known.type)
        ? known
        : condition(
            known.type,
            'Unknown',
            'FatalError',
            'A fatal error occurred before the status of this condition could be determined.',
          ),
    );
  const status = {
    ...(xr['status'] as object | undefined),
    ...(legacy && claimTypes.length > 0 && { claimConditionTypes: claimTypes }),
    conditions,
  };
  return { xr: { ...xr, status }, conditions };
}

function existingConditions(xr: KubernetesObject): readonly Condition[] {
  return (xr['status'] as { conditions?: readonly Condition[] } | undefined)?.conditions ?? [];
}

function sortKey(ref: { apiVersion: string; kind: string; name: string; namespace?: string }): string {
  return ref.apiVersion + ref.kind + ref.name + (ref.namespace ?? '');
}
