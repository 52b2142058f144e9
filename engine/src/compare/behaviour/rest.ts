/** Brings one claim to rest: its function is called until nothing changes any more. */
import { refusalOf, refusedPath, type RenderedClaim } from '../../preview/render-claim.ts';
import type { ownFunction } from '../../preview/claim-cluster.ts';
import { afterReconcile, type Cluster, keyOf, type KubernetesObject, reconcile } from '../../render/index.ts';
import { isLater } from '../../runtime/index.ts';
import type { adoption } from './adopted.ts';
import { owned, type ValuesOf } from './owned.ts';
import { isSameJson } from './same-json.ts';
import type { Settled, SettledState, Unsettled } from './settled.ts';

/** Crossplane itself gives up nothing, so a claim has this number of passes to come to rest. */
const mostPasses = 12;

/** The function of a platform. */
type Own = Awaited<ReturnType<typeof ownFunction>>;

/** What a claim is settled from. */
interface Start {
  readonly before: SettledState | undefined;
  /** Gives an applied object what it had before it was adopted. */
  readonly adopted: ReturnType<typeof adoption>;
  readonly valuesOf: ValuesOf | undefined;
}

/** Reconciles until two passes in a row give the same. */
export function rest(own: Own, start: Cluster, { before, adopted, valuesOf }: Start): Settled['outcome'] {
  let cluster = start;
  let later = before?.later ?? [];
  let reached: SettledState | undefined;
  let last = before;
  let changing: readonly string[] = [];
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const rendered = reconcile(own, cluster);
    const stop = stopOf(rendered);
    if (stop !== undefined) return before === undefined || reached === undefined ? stop : { ...reached, stopped: stop };
    if (pass === 0 && before === undefined) later = rendered.composed.filter(isLater).map(keyOf);
    const state = { ...stateOf(rendered, cluster), ...(later.length > 0 && { later }) };
    reached = state;
    const hasReadiness = cluster.observed !== undefined && cluster.observed.length === state.composed.length;
    changing = last === undefined ? [] : changedIn(last, state);
    if (last?.composed.length === state.composed.length && changing.length === 0 && hasReadiness) return state;
    last = state;
    const next = afterReconcile(cluster, rendered);
    cluster = { ...next, observed: (next.observed ?? []).map((object) => owned(adopted(object), valuesOf)) };
  }
  const refusal = `after ${mostPasses} passes each still changes ${changing.join(', ') || 'which objects there are'}`;
  return { reason: 'unsettled', path: '', refusal };
}

/** The keys of what a pass has changed or added: conditions are left out, the time of whose change is theirs alone. */
function changedIn(last: SettledState, { xr, composed }: SettledState): readonly string[] {
  const known = new Map(last.composed.map((object) => [keyOf(object), object]));
  const changed = composed.filter((object) => !isSameJson(known.get(keyOf(object)), object)).map(keyOf);
  return isSameJson(statusIn(last.xr), statusIn(xr)) ? changed : ['the status', ...changed];
}

function statusIn({ status }: KubernetesObject): unknown {
  return { ...Object(status), conditions: undefined };
}

function stopOf(rendered: RenderedClaim): Unsettled | undefined {
  const { own, results } = rendered;
  const fatal = results.find(({ severity }) => severity === 'Fatal');
  if (fatal !== undefined) return { reason: 'failed', path: refusedPath(rendered), refusal: fatal.message };
  if (own?.answer.outcome === 'composed' && (rendered.composed.length > 0 || refusalOf(rendered) === nothingComposed))
    return undefined;
  return { reason: 'refused', path: refusedPath(rendered), refusal: refusalOf(rendered) ?? nothingComposed };
}

/** That of `refusalOf` if nobody refuses anything. */
const nothingComposed = 'the function composes nothing';

function stateOf(rendered: RenderedClaim, { xr: { metadata, spec } }: Cluster): SettledState {
  const { xr, composed, desired } = rendered;
  const message = refusalOf(rendered);
  const unready = composed.map(keyOf).filter((key) => desired?.resources[key]?.ready !== readyTrue);
  const { uid, creationTimestamp } = metadata;
  return {
    xr: {
      ...xr,
      metadata: {
        ...xr.metadata,
        ...(uid !== undefined && { uid }),
        ...(creationTimestamp !== undefined && { creationTimestamp }),
      },
      spec: { ...Object(spec), ...Object(xr['spec']) },
    },
    composed,
    unready,
    ...(message !== undefined && message !== nothingComposed && { refused: { message, path: refusedPath(rendered) } }),
  };
}

/** READY_TRUE of run_function.proto. */
const readyTrue = 1;
