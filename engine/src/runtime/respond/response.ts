/** Responses to Crossplane: desired resources on top of those of earlier steps, or a fatal result, after which Crossplane applies nothing. */
import type {
  Condition,
  Resource,
  Result,
  RunFunctionRequest,
  RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript';
import type { EventReason } from '../../authoring/reasons.ts';
import { type AskedKinds, kindsKey } from '../read/kinds.ts';
import { redact } from './redact.ts';
import type { Selectors } from '../read/requirement.ts';
import type { Xr } from '../read/xr.ts';
import {
  conditionIsTrue,
  readyFalse,
  readyTrue,
  readyUnspecified,
  severityFatal,
  severityWarning,
  toCompositeAndClaim,
} from './wire.ts';

/** When to try again after a refusal of which Crossplane cannot know the end. */
export const retrySeconds = 60;

/** When to look again at an XR of which Crossplane drops events: nothing else would tell it for minutes that a composed resource is ready. */
const droppedEventSeconds = 15;

/** The content of a response that is not fatal. */
export interface Outcome {
  /** The XR's identity and status; undefined to leave them out. */
  readonly composite: Record<string, unknown> | undefined;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly isReady: boolean;
  readonly requirements: Selectors;
  readonly kinds: AskedKinds | undefined;
  readonly conditions: readonly Condition[];
  /** When to call again though nothing has changed. @default never */
  readonly retrySeconds?: number;
}

/**
 * The response of an outcome. Resources of earlier steps pass through, unless they have the same key. The XR is marked as not ready, or
 * left for Crossplane to judge by all composed resources: an explicit "ready" would overrule other steps (core composite/reconciler.go).
 */
export function outcomeResponse(request: RunFunctionRequest, outcome: Outcome): RunFunctionResponse {
  const { desired } = request;
  const { composite, resources, isReady, requirements, conditions, retrySeconds, kinds } = outcome;
  const { schemas = {}, learnt = {} } = kinds ?? {};
  const earlier = desired?.composite;
  const asksNothing = Object.keys(requirements).length === 0 && Object.keys(schemas).length === 0;
  return {
    ...envelope(request, dropsEvents(request) ? droppedEventSeconds : retrySeconds),
    ...(Object.keys(learnt).length > 0 && { context: { ...request.context, [kindsKey]: learnt } }),
    desired: {
      composite: {
        resource: composite === undefined ? earlier?.resource : { ...earlier?.resource, ...composite },
        connectionDetails: earlier?.connectionDetails ?? {},
        ready: isReady ? (earlier?.ready ?? readyUnspecified) : readyFalse,
      },
      resources: { ...desired?.resources, ...resources },
    },
    results: [],
    requirements: asksNothing ? undefined : { extraResources: {}, resources: requirements, schemas },
    conditions: withoutSecrets(conditions, request),
  };
}

/**
 * Whether Crossplane drops events of the XR, since it changed too often. The event with which that begins still makes Crossplane call, and the XR then
 * says so (core v2.4.0 internal/circuit/mapfunc.go; composite/reconciler.go:601).
 */
function dropsEvents({ observed }: RunFunctionRequest): boolean {
  const { conditions = [] } = (observed?.composite?.resource?.['status'] ?? {}) as Xr['status'];
  return conditions.some(({ type, status }) => type === 'Responsive' && status === 'False');
}

/** A fatal response: Crossplane leaves everything as it is, shows the message and the conditions, and tries again later. */
export function fatalResponse(
  request: RunFunctionRequest,
  message: string,
  conditions: readonly Condition[],
): RunFunctionResponse {
  return {
    ...envelope(request),
    desired: request.desired,
    results: [{ severity: severityFatal, message: redact(message, request) }],
    requirements: undefined,
    conditions: withoutSecrets(conditions, request),
  };
}

/**
 * A warning, which becomes an event of the XR and of the claim, with this reason. Core takes none from a fatal result: that event is of
 * `ComposeResources` (crossplane v2.4.0 composite/composition_functions.go:513).
 */
export function warning(request: RunFunctionRequest, reason: EventReason, message: string): Result {
  return { severity: severityWarning, reason, message: redact(message, request), target: toCompositeAndClaim };
}

/** Nobody reads a longer message. */
const longestMessage = 1024;

/** The conditions without secret values, cut after that, since half a secret would not be found. One that is True has a fixed message. */
function withoutSecrets(conditions: readonly Condition[], request: RunFunctionRequest): Condition[] {
  return conditions.map((condition) => {
    if (condition.status === conditionIsTrue) return condition;
    const message = redact(condition.message ?? '', request);
    const isLong = message.length > longestMessage;
    return { ...condition, message: isLong ? `${message.slice(0, longestMessage - 1)}…` : message };
  });
}

/** A desired resource, marked ready or not, so that no other function has to judge it. */
export function desiredResource(resource: Record<string, unknown>, isReady: boolean): Resource {
  return { resource, connectionDetails: {}, ready: isReady ? readyTrue : readyFalse };
}

/** A ttl only on request: with one, Crossplane calls again after that time, even if nothing has changed. */
function envelope(
  { meta, context }: RunFunctionRequest,
  ttlSeconds?: number,
): Pick<RunFunctionResponse, 'meta' | 'context'> {
  const ttl = ttlSeconds === undefined ? {} : { ttl: { seconds: ttlSeconds, nanos: 0 } };
  return { meta: { tag: meta?.tag ?? '', ...ttl }, ...(context !== undefined && { context }) };
}
