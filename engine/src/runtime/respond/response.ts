/** Responses to Crossplane: what is desired on top of earlier steps, or a fatal result, after which Crossplane applies nothing. */
import type {
  Condition,
  Resource,
  RunFunctionRequest,
  RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript';
import { redact } from './redact.ts';
import type { Selectors } from '../compose/requirements.ts';
import { conditionIsTrue, readyFalse, readyTrue, readyUnspecified, severityFatal } from './wire.ts';

/** What Crossplane is to be told. */
export interface Outcome {
  /** The XR's identity and status; undefined to leave them out. */
  readonly composite: Record<string, unknown> | undefined;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly isReady: boolean;
  readonly requirements: Selectors;
  readonly conditions: readonly Condition[];
  /** When to call again though nothing has changed. @default never */
  readonly retrySeconds?: number;
}

/**
 * The response of an outcome: earlier steps' resources pass through, those of the same key are replaced. An XR that is not ready is called
 * so. One that is ready is left for Crossplane to judge by all composed resources: an explicit "ready" would overrule those of other steps
 * (core composite/reconciler.go).
 */
export function outcomeResponse(request: RunFunctionRequest, outcome: Outcome): RunFunctionResponse {
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
    conditions: withoutSecrets(conditions, request),
  };
}

/** A fatal result: Crossplane keeps everything as it is, shows the message and the conditions, and tries again later. */
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

/** The conditions without secret values. One that is True quotes nobody. */
function withoutSecrets(conditions: readonly Condition[], request: RunFunctionRequest): Condition[] {
  return conditions.map((condition) =>
    condition.status === conditionIsTrue
      ? condition
      : { ...condition, message: redact(condition.message ?? '', request) },
  );
}

/** A desired resource, marked ready or not, so that no other function has to find out. */
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
