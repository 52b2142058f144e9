/** Responses to Crossplane: what is desired on top of what earlier steps desire, or a fatal result, after which core applies nothing. */
import type {
  Condition,
  Resource,
  RunFunctionRequest,
  RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript';
import { redact } from './redact.ts';
import type { Selectors } from '../compose/requirements.ts';
import { conditionIsTrue, readyFalse, readyTrue, readyUnspecified, severityFatal } from './wire.ts';

/** What a call has come to. */
export interface Outcome {
  /** The XR's identity and status; undefined to say nothing of it. */
  readonly composite: Record<string, unknown> | undefined;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly isReady: boolean;
  readonly requirements: Selectors;
  readonly conditions: readonly Condition[];
  /** When to call again though nothing has changed. @default never */
  readonly retrySeconds?: number;
}

/**
 * The response of an outcome: earlier steps' resources pass through, those of the same key are replaced. An XR that is not ready is said
 * to be so; one that is, is left for core to judge by all composed resources, so that those of other steps count (core
 * composite/reconciler.go: an explicit "ready" would outdo them).
 */
export function respond(request: RunFunctionRequest, outcome: Outcome): RunFunctionResponse {
  const { desired } = request;
  const { composite, resources, isReady, requirements, conditions, retrySeconds } = outcome;
  const earlier = desired?.composite;
  return {
    ...envelope(request, retrySeconds),
    desired: {
      composite: {
        resource: composite === undefined ? earlier?.resource : { ...earlier?.resource, ...composite },
        connectionDetails: earlier?.connectionDetails ?? {},
        ready: isReady ? (earlier?.ready ?? readyUnspecified) : readyFalse,
      },
      resources: { ...desired?.resources, ...resources },
    },
    results: [],
    requirements:
      Object.keys(requirements).length === 0 ? undefined : { extraResources: {}, resources: requirements, schemas: {} },
    conditions: toldSafely(conditions, request),
  };
}

/** A fatal result: core keeps everything as it is, shows the message and the conditions, and tries again later. */
export function refuse(
  request: RunFunctionRequest,
  message: string,
  conditions: readonly Condition[],
): RunFunctionResponse {
  return {
    ...envelope(request),
    desired: request.desired,
    results: [{ severity: severityFatal, message: redact(message, request) }],
    requirements: undefined,
    conditions: toldSafely(conditions, request),
  };
}

/** Only what is not as it should be quotes others. */
function toldSafely(conditions: readonly Condition[], request: RunFunctionRequest): Condition[] {
  return conditions.map((each) =>
    each.status === conditionIsTrue ? each : { ...each, message: redact(each.message ?? '', request) },
  );
}

/** A desired resource, said to be ready or not: never left for another function to find out. */
export function desiredResource(resource: Record<string, unknown>, isReady: boolean): Resource {
  return { resource, connectionDetails: {}, ready: isReady ? readyTrue : readyFalse };
}

/** No ttl but where it is asked for: with one, core calls again after that time, changed or not. */
function envelope(
  { meta, context }: RunFunctionRequest,
  ttlSeconds?: number,
): Pick<RunFunctionResponse, 'meta' | 'context'> {
  const ttl = ttlSeconds === undefined ? {} : { ttl: { seconds: ttlSeconds, nanos: 0 } };
  return { meta: { tag: meta?.tag ?? '', ...ttl }, ...(context !== undefined && { context }) };
}
