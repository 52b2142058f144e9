/** Stage 4 of an answer: turns it into the response for Crossplane. */
import type { Resource, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { secretKey } from '../../authoring/declaration.ts';
import type { Answer, ComposedAnswer } from './answer.ts';
import type { ComposedClaim } from '../compose/composed-claim.ts';
import { refusalMessage } from '../decide/refusal.ts';
import { platformCapable, provisioned, stopped } from './conditions.ts';
import { toFailedResponse } from './failed.ts';
import { desiredResource, outcomeResponse, retrySeconds } from './response.ts';

const nothing = { composite: undefined, resources: {}, isReady: false };

/** The response of an answer. */
export function toResponse(answer: Answer): RunFunctionResponse {
  switch (answer.outcome) {
    case 'failed':
      return toFailedResponse(answer);
    case 'refused': {
      const { request, requirements, kinds, refusals } = answer;
      const conditions = [platformCapable(true), stopped('Refused', refusalMessage(refusals))];
      // Without its requirements, the answer would change with every call, and Crossplane would give up.
      return outcomeResponse(request, { ...nothing, requirements, kinds, conditions });
    }
    case 'pending': {
      const { request, requirements, kinds } = answer;
      return outcomeResponse(request, { ...nothing, requirements, kinds, conditions: [] });
    }
    case 'composed':
      return toComposedResponse(answer);
  }
}

function toComposedResponse({ request, situation, decision, composed, kinds }: ComposedAnswer): RunFunctionResponse {
  const { desired } = request;
  const { xr, isNew } = situation;
  const { claim, rejected } = xr;
  const { refusals } = decision;
  const { parts, secret, status, requirements } = composed;
  const capable = platformCapable(kinds?.isUnknown === true ? 'unknown' : true);
  if (isNew && secret !== undefined && secret.refusals.length > 0) {
    const refused = provisioned({ claim, refusals, parts: [], secret, rejected });
    return outcomeResponse(request, { ...nothing, requirements, kinds, conditions: [capable, refused] });
  }
  return outcomeResponse(request, {
    composite: { apiVersion: xr.apiVersion, kind: xr.kind, status },
    resources: desiredResources(composed, desired?.resources ?? {}),
    isReady:
      rejected === undefined && parts.every(({ unready }) => unready === undefined) && secret?.unready === undefined,
    requirements,
    kinds,
    conditions: [capable, provisioned({ claim, refusals, parts, secret, rejected })],
    ...(rejected !== undefined && { retrySeconds }),
  });
}

/**
 * The resources that Crossplane applies: every part that does not wait and has a name of its own, and the Secret. Until all parts are
 * ready, Crossplane also applies what is about to leave, and always what is being released, unless an `earlier` step composes it now.
 */
function desiredResources(
  { parts, leaving, releasing, secret }: ComposedClaim,
  earlier: Readonly<Record<string, Resource>>,
): Readonly<Record<string, Resource>> {
  const resources: Record<string, Resource> = {};
  const isUnfinished = parts.some(({ unready }) => unready !== undefined);
  for (const [key, object] of Object.entries({ ...(isUnfinished && leaving), ...releasing })) {
    if (!Object.hasOwn(earlier, key)) resources[key] = desiredResource({ ...object }, true);
  }
  for (const { composedAs, waitsFor, isUnsure, object, unready } of parts) {
    if (waitsFor === undefined && !isUnsure) resources[composedAs] = desiredResource(object(), unready === undefined);
  }
  if (secret?.object) resources[secretKey] = desiredResource(secret.object, secret.unready === undefined);
  return resources;
}
